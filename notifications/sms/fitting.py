"""Making a text message short enough: titles and names give way, never the news itself.

A title outside the GSM alphabet would halve the room of the whole message, and a long one pay for
another part, so it loses what does not fit (spec NT-7, NT-19).
"""

from collections.abc import Callable, Mapping
from typing import Any

from notifications.sms.segments import BASIC, EXTENSION, downgrade, segments

PARTS = 2
"""What a message should take; more only when our own words need it."""

TITLES = ("title", "target_title", "unit")
"""What gives way: the title of a case, and at last the name of a unit."""
LENGTHS = (60, 40, 25, 12)
DOTS = "..."

Render = Callable[[Mapping[str, Any]], str]


def fitted(
    render: Render, context: Mapping[str, Any], language: str, as_sent: Callable[[str], str]
) -> str:
    """The message with titles as long as fit into two parts.

    `as_sent` puts what is added later into a rendered message, at its full length.
    """
    plain = {name: _plain(context[name]) for name in TITLES if context.get(name)}
    text = ""
    for most in LENGTHS:
        text = render({**context, **{name: _short(title, most) for name, title in plain.items()}})
        if not plain or segments(downgrade(as_sent(text), language)).parts <= PARTS:
            break
    return text


def _plain(title: str) -> str:
    """A title in letters of GSM alone; dots where none is left."""
    letters = downgrade(title)
    kept = "".join(letter for letter in letters if letter in BASIC or letter in EXTENSION)
    return " ".join(kept.split()) or DOTS


def _short(title: str, most: int) -> str:
    """At most so many letters, cut between words where there is a space near the end."""
    if len(title) <= most:
        return title
    cut = title[: most - len(DOTS)]
    words = cut.rpartition(" ")[0]
    return (words if len(words) > len(cut) * 2 // 3 else cut).rstrip(" ,.:;-") + DOTS
