"""Sorting what was heard into themes, by whoever leads the dialogue: many at a time."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from models.dialogue import input_words, inputs, keeping, themes
from models.dialogue.heard import Theme
from models.dialogue.inputs import Place, Source, Wanted
from models.dialogue.keeping import Held
from models.errors import Invalid, NotFound
from web.answers import Answer, Go, Shown
from web.pages import dialogue_evidence
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.dialogue_themes_forms import Act, InputsForm, ThemeForm
from web.pages.paging import integers
from web.visit import Visit

UNTAGGED = "none"
"""Stands in the address for what is under no theme yet."""


def show(visit: Visit) -> Answer:
    """The themes, and a page of what was heard, each with its themes."""
    row = led(visit)
    wanted, after = _wanted(visit), _after(visit)
    found = inputs.listed(visit.session, row.id, wanted, after=after)
    rows = found[: inputs.PAGE]
    known = themes.of_dialogue(visit.session, row.id)
    counts = inputs.counts(visit.session, row.id)
    following = ""
    if len(found) > len(rows):
        last = rows[-1]
        following = _address(visit, row, after=f"{last.at}-{last.source}-{last.id}")
    return Shown(
        "casework/dialogues/themes/show.html",
        {
            "dialogue": told(visit, row),
            "themes": [
                {
                    "id": one.id,
                    "name": one.name,
                    "main": one.main,
                    "count": sum(counts.themes[one.id].values()),
                }
                for one in known
            ],
            "rows": _rows(visit, row, rows, {one.id: one.name for one in known}),
            "channels": list(counts.all.items()),
            "untagged": sum(counts.untagged.values()),
            "chosen": {
                "theme": visit.query.get("theme", ""),
                "channel": wanted.channel,
            },
            "query": _query(visit),
            "next_url": following,
            "first_url": _address(visit, row) if after else "",
            "values": visit.values,
            "errors": visit.errors,
            "of": visit.params.get("id", ""),
        },
    )


def _wanted(visit: Visit) -> Wanted:
    theme = visit.query.get("theme", "")
    number = integers(theme, 1)
    return Wanted(
        theme_id=number[0] if number else None,
        untagged=theme == UNTAGGED,
        channel=visit.query.get("channel", ""),
    )


def _after(visit: Visit) -> Place | None:
    found = integers(visit.query.get("after", ""), 3)
    return Place(*found) if found else None


def _query(visit: Visit, **more: str) -> str:
    """What is chosen, as the end of an address."""
    kept = {name: visit.query.get(name, "") for name in ("theme", "channel")} | more
    said = urlencode({name: value for name, value in kept.items() if value})
    return f"?{said}" if said else ""


def _address(visit: Visit, row: Any, **more: str) -> str:
    return f"{home(row)}/themes{_query(visit, **more)}"


def _rows(
    visit: Visit, row: Any, rows: Sequence[Any], names: Mapping[int, str]
) -> list[dict[str, Any]]:
    """A page of inputs with their words, in its order."""
    under = inputs.themes_of(visit.session, row.id, rows)
    said = input_words.words_of(visit.session, rows)
    cases = {one["id"]: one for one in dialogue_evidence.named(visit, said[Source.CASE].values())}
    made = []
    for one in rows:
        source = inputs.source_of(one)
        made.append(
            {
                "key": f"{source.value}-{one.id}",
                "source": source.value,
                "channel": one.channel,
                "at": one.at,
                "said": cases[one.id] if source is Source.CASE else said[source][one.id],
                "themes": [names[number] for number in under.get((one.source, one.id), ())],
            }
        )
    return made


def create(visit: Visit) -> Answer:
    """A new theme."""
    form: ThemeForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    themes.add(visit.session, held, form.name, main=form.main, by=leader(visit))
    return Go(_address(visit, held.dialogue))


def update(visit: Visit) -> Answer:
    """Another name, or whether the closing report has to answer it."""
    form: ThemeForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    theme = themes.take(visit.session, held, visit.number("id"))
    themes.change(visit.session, held, theme, name=form.name, main=form.main, by=leader(visit))
    return Go(_address(visit, held.dialogue))


def remove(visit: Visit) -> Answer:
    """A theme that is none."""
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    theme = themes.take(visit.session, held, visit.number("id"))
    themes.remove(visit.session, held, theme, by=leader(visit))
    return Go(f"{home(held.dialogue)}/themes")


def _still_there(visit: Visit, held: Held, number: int) -> Theme:
    """Raises Invalid where a colleague has taken the theme away meanwhile: no tick is lost."""
    try:
        return themes.take(visit.session, held, number)
    except NotFound:
        raise Invalid("into", "missing") from None


def sort(visit: Visit) -> Answer:
    """Put what was ticked under a theme, or take it out."""
    form: InputsForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    by = leader(visit)
    if not form.inputs:
        raise Invalid("inputs", "missing")
    if form.new and form.act is Act.PUT:
        theme = themes.add(visit.session, held, form.new, by=by)
    else:
        number = integers(form.into, 1)
        if number is None:
            raise Invalid("into", "missing")
        theme = _still_there(visit, held, number[0])
    act = themes.put if form.act is Act.PUT else themes.take_out
    act(visit.session, held, theme, form.inputs, by=by)
    return Go(_address(visit, held.dialogue))
