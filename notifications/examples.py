"""An example of every kind of letter, to look at and to try a pipe with (NT-16).

Rendered by the code and from the templates of real letters, with a context of invented people and
places (templates/examples.toml) instead of a case. It is no delivery: nothing is written down, no
answer comes back to it, and each of its links is the start page.
"""

import tomllib
from functools import cache
from typing import Any

import templates
from models.calendar import now
from models.profile import Site
from models.settings import settings
from notifications.collected import in_words
from notifications.contexts import Context
from notifications.letter import Channel, Letter
from notifications.messages import worded
from templates.environment import FOLDER

_START = "<start>"
_PLACES: dict[Channel, str] = {"email": "mail/{}/subject.txt", "sms": "sms/{}.txt"}


def kinds() -> dict[str, list[Channel]]:
    """Every kind of letter by name, and the channels on which there is one."""
    return {
        kind: [by for by, place in _PLACES.items() if (FOLDER / place.format(kind)).is_file()]
        for kind in sorted(_kept()["letters"])
    }


def example(kind: str, channel: Channel, address: str, site: Site, language: str) -> Letter:
    """The letter of a kind to one address. Its subject, or a text message, says that it is a trial.

    The kind is one of `kinds`, for this channel.
    """
    said, at = _context(kind, site, language), now()
    if channel == "sms":
        # As in a real one (notifications.links): a link only where nobody can answer STOPP.
        said["stop_url"] = "" if settings().sms_from.startswith("+") else settings().base_url
    words = worded(channel, kind, language, said, lambda text: _marked(text, language))
    return Letter(
        channel=channel,
        address=address,
        kind=kind,
        message_key=f"example.{kind}.{at}",
        written_at=at,
        language=language,
        subject=_marked(words.subject, language) if channel == "email" else "",
        text=_marked(words.text, language) if channel == "sms" else words.text,
        html=words.html,
        reference=said["reference"],
    )


def _marked(words: str, language: str) -> str:
    return templates.render("_trial.txt", language, words=words).strip()


def _context(kind: str, site: Site, language: str) -> Context:
    kept = _kept()
    own = kept["letters"][kind]
    said: Context = {"site": site} | _filled(kept["case"] | kept["readers"][own["reader"]] | own)

    def told(part: str, how: str, *, first: bool = False) -> dict[str, Any]:
        return in_words(part, language, _context(part, site, language), how, first=first)

    if "parts" in own:
        first = own["parts"][0]
        subject = templates.render(
            f"mail/{first}/subject.txt", language, **_context(first, site, language)
        )
        said["subject"] = subject.strip()
        said["parts"] = [
            told(part, "words", first=not number) for number, part in enumerate(own["parts"])
        ]
    if "cases" in own:
        for case in said["cases"]:
            case["lines"] = [told(part, "line") for part in case["lines"]]
    return said


def _filled(value: Any) -> Any:
    """The same, made anew, with the start page where the example says so."""
    if isinstance(value, dict):
        return {name: _filled(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    return settings().base_url if value == _START else value


@cache
def _kept() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "examples.toml").read_text("utf-8"))
