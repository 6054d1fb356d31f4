"""The town's own words: the sentence is looked for, and said otherwise in both languages."""

from collections.abc import Iterable

from models import profile, reconfiguring
from models.configuration import parts
from models.configuration.changing import Edit
from models.configuration.parts import Difference, Path
from models.errors import Invalid, NotFound
from web.answers import Answer, Go, Shown
from web.configuration import doing, sentences
from web.configuration.fields import Field, Sort
from web.forms import NotAccepted
from web.pages.setting_pages import AGAIN, known, previewed, theirs
from web.visit import Visit

ROOM = "words"
_WORDS: Path = ("site", "words")
_FIELDS = tuple(Field((language,), Sort.LONG, most=1_000) for language in ("sv", "en"))
LONGEST_ASKED = 100


def index(visit: Visit) -> Answer:
    """What the town says in its own words, and whatever is looked for."""
    asked = " ".join(visit.query.get("q", "").split())[:LONGEST_ASKED]
    own = [one.instead_of for one in visit.site.words]
    found = sentences.matching(asked) if asked else own
    lists = {} if asked else sentences.reasons()

    def told(found: Iterable[str]) -> list[tuple[str, str, bool]]:
        return [
            (sentences.key_of(one), sentences.ours(one)[visit.language], one in own)
            for one in found
        ]

    return Shown(
        "admin/own_words.html",
        {
            "q": asked,
            "rows": told(found),
            "lists": [(code, told(every)) for code, every in lists.items()],
            "most": sentences.FOUND,
        },
    )


def show(visit: Visit) -> Answer:
    """One sentence: what we say, and what the town says instead."""
    sentence = _sentence(visit)
    data = parts.plain(reconfiguring.present(visit.session))
    row = (parts.at(data, (*_WORDS, sentence)) or {"row": {}})["row"]
    now = {language: row.get(language, "") for language in ("sv", "en")}
    return Shown(
        "admin/own_word.html",
        {
            "key": visit.params["key"],
            "ours": sentences.ours(sentence),
            "values": {**(visit.values or now), "known": profile.version(visit.session)},
            "theirs": theirs(visit, now),
            "errors": visit.errors,
        },
    )


def preview(visit: Visit) -> Answer:
    """What would be said."""
    if AGAIN in visit.values:
        return show(visit)
    return previewed(visit, doing.proposed(visit, _edit(visit), _field_of))


def make(visit: Visit) -> Answer:
    """Say it so from now on."""
    number = doing.made(
        visit,
        _edit(visit),
        _field_of,
        room=ROOM,
        known=known(visit),
        within=[(*_WORDS, _sentence(visit))],
    )
    return Go(f"/admin/changes/{number}")


def _edit(visit: Visit) -> Edit:
    """What was typed; nothing in both languages says it in our words again."""
    sentence, errors, typed = _sentence(visit), [], {}
    for field in _FIELDS:
        try:
            typed[field.name] = field.read(visit.values)
        except Invalid as error:
            errors.append(error)
    if errors:
        raise NotAccepted(errors)
    row = {"instead_of": sentence, **typed}

    def edit(data: parts.Plain) -> parts.Plain:
        rows = [one["instead_of"] for one in parts.at(data, _WORDS) or []]
        at = rows.index(sentence) if sentence in rows else len(rows)
        after = {"at": at, "row": row} if any(typed.values()) else None
        return parts.applied(data, [Difference((*_WORDS, sentence), None, after)])

    return edit


def _field_of(path: Path) -> str:
    return "sv" if path[:2] == _WORDS else "form"


def _sentence(visit: Visit) -> str:
    found = sentences.of_key(visit.params["key"])
    if found is None:
        raise NotFound(visit.params["key"])
    return found
