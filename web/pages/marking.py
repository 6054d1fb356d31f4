"""A text with what screening found in it, marked for whoever judges."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from moderation.screening import Hit

BREAK = Markup("<br>")


def marked(text: str, hits: Sequence[Hit]) -> Markup:
    """The text as one paragraph of HTML, every found span in <mark>; nothing in it is trusted."""
    made, at = Markup(""), 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start < at:
            continue
        made += _lines(text[at : hit.start])
        made += Markup("<mark>{}</mark>").format(text[hit.start : hit.end])
        at = hit.end
    return Markup("<p>{}</p>").format(made + _lines(text[at:]))


def _lines(text: str) -> Markup:
    return BREAK.join(escape(line) for line in text.split("\n"))
