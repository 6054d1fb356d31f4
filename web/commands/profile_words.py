"""What is wrong with a profile, in plain words for the operator who wrote it."""

from collections.abc import Iterator, Sequence

from moderation import wordlists
from web.configuration import own_words
from web.configuration.faults import Fault

_SAID = {
    "missing": "{name} is missing",
    "unknown": "{name} is not known; is it spelt right?",
    "empty": "{name} is empty",
    "phone": "{name} is no phone number: {value}",
    "email": "{name} is no e-mail address: {value}",
    "link": "{name} does not begin with https:// and a host: {value}",
    "zone": "{name} is not known: {value}",
    "threshold": "{name} is not a number of people",
    "days": "{name} is not between 1 and {most}",
    "sms_name": "{name} is not 3 to 11 letters a to z and digits, beginning with a letter",
    "bounds": "{name} is not [south, west, north, east] of a municipality, in degrees",
    "colour": "{name} is not written #RRGGBB: {value}",
    "twice": "{slug} stands there {times} times",
    "slug": "{slug!r} is not lower-case letters, digits and hyphens",
    "centres": "exactly one is the service centre, not {n}",
    "idle": "no subject leads to it",
    "no_unit": "there is no unit {value}",
    "no_subject": "there is no subject {value}",
    "unreached": "nobody is told how to reach {owner}",
    "unsought": "{name}, number {number}, {entry!r}: {because}",
    "unsaid": "no page or letter says {of!r}",
    "wordless": "{of!r} has no words in {language}",
    "names": "{said!r} must hold {names}, as {of!r} does",
    "tags": "{said!r} must have the same marks in < > as {of!r}",
}
WHY = {
    "empty": "is empty",
    "long": f"is longer than {wordlists.LONGEST} signs",
    "signs": "is not letters, digits, hyphens and spaces, with at most one * at its end",
    "short": "is too short: two letters at least, or three before a *",
    "twice": "stands there twice",
    "many": f"comes after the {wordlists.MOST_WORDS} that are looked for",
}


def sentence(fault: Fault) -> str:
    """One line about one fault, which begins with its place."""
    if "full" in fault.values:
        return str(fault.values["full"])
    place, name = _where(fault)
    values = {**fault.values, "name": name, "of": fault.path[-1] if fault.path else ""}
    if "names" in values:
        values["names"] = values["names"] or "nothing"
    values["because"] = WHY.get(str(values.get("why")), "")
    said = _SAID[fault.code].format(**values)
    return f"{place}: {said}" if place else said


def _where(fault: Fault) -> tuple[str, str]:
    """The place that a sentence begins with, and the name of the value there."""
    first, *rest = fault.path or ("",)
    if fault.code in {"missing", "unknown"}:
        return "", ".".join(fault.path).removeprefix("site.")
    if first != "site":
        return " ".join([first, *rest[:1]]), ".".join(rest[1:])
    words = rest[:1] == ["words"]
    return ("words", "") if words else ("", ".".join(rest))


def unsought(words: Sequence[str]) -> Iterator[str]:
    """Entries of the list of words for review that cannot be looked for."""
    path = ("site", "reviewing", "words")
    for number, entry, why in own_words.unsought(words):
        yield sentence(Fault(path, "unsought", {"number": number, "entry": entry, "why": why}))
