"""What came of statements: what most agree on, what divides, the groups; as page, JSON and CSV."""

from typing import Any

from sqlalchemy import Row

from models.calendar import local, now
from models.dialogue import assertions, opinions
from models.dialogue.opinions import OfGroup, Result
from models.errors import NotFound
from models.opinion.counts import Count
from models.opinion.findings import shares
from models.opinion.grouping import LEAST_PEOPLE
from models.states import Status
from models.submission import stream_of
from web.answers import Answer, Shown
from web.csv_files import csv_of
from web.pages.dialogue_head import found, head
from web.pages.register_files import as_csv, as_json
from web.visit import Visit

LETTERS = "ABCDE"
HALF_WIDTH, HALF_HEIGHT = 320, 160
"""Of the map, in its own units; the edge beyond holds the letters of groups far out."""
EDGE = 40
LEAST_REACH = 26
"""A group that stands on one spot is still drawn large enough for its letter."""
CLEAR, WEAK = 50, 25
FIELDS = ("number", "statement", "official", "group", "agree", "disagree", "pass", "unit")


def show(visit: Visit) -> Answer:
    """The result of the phase asked for, or of the last one that may be seen."""
    row = found(visit)
    seen, phase = _chosen(visit, row)
    made = opinions.result(visit.session, phase.id)
    return Shown(
        "dialogues/statements/result.html",
        {
            "dialogue": head(visit, row),
            "phase": phase,
            "over": phase.closes_at <= now(),
            "others": [one for one in seen if one.id != phase.id],
            "few": LEAST_PEOPLE,
            "result": told(made) if made is not None else None,
        },
        stream=stream_of(row.reference),
    )


def data(visit: Visit) -> Answer:
    """The same for programs. What the names mean stands in docs/dialogues.md."""
    row, phase, made = _made(visit)
    number = {key: one.number for key, one in made.statements.items()}
    return as_json(
        {
            "dialogue": row.slug,
            "phase": phase.id,
            "as_of": local(made.as_of).isoformat(timespec="seconds"),
            "final": made.final,
            "people": made.people,
            "answers": made.answers,
            "fewer_than": LEAST_PEOPLE,
            "statements": [
                {
                    "number": one.number,
                    "text": one.source,
                    "official": one.official,
                    "counts": made.counts.get(key),
                }
                for key, one in made.statements.items()
            ],
            "agreed": [number[key] for key in made.agreed],
            "refused": [number[key] for key in made.refused],
            "divides": [number[key] for key in made.divides],
            "clearness": made.clearness,
            "outside": made.outside,
            "groups": [
                {
                    "name": letter,
                    "people": group.people,
                    "middle": group.middle,
                    "reach": group.reach,
                    "shares": {str(number[key]): three for key, three in group.shares.items()},
                    "typical": [
                        {"number": number[key], "agrees": agrees} for key, agrees in group.typical
                    ],
                }
                for letter, group in zip(LETTERS, made.groups, strict=False)
            ],
        },
        lasting=1.0,
    )


def table(visit: Visit) -> Answer:
    """The same as lines: of everybody in answers, of each group in per cent."""
    _, _, made = _made(visit)
    lines = []
    for key, one in made.statements.items():
        about = (one.number, one.source, one.official)
        lines.append((*about, "", *made.counts.get(key, (None,) * 3), "answers"))
        lines += [
            (*about, letter, *group.shares.get(key, (None,) * 3), "percent")
            for letter, group in zip(LETTERS, made.groups, strict=False)
        ]
    return as_csv(csv_of(FIELDS, lines), lasting=1.0)


def told(made: Result) -> dict[str, Any]:
    """The result in the words of dialogues/statements/_result.html."""
    groups = [_group(made, letter, one) for letter, one in zip(LETTERS, made.groups, strict=False)]
    return {
        "people": made.people,
        "answers": made.answers,
        "as_of": made.as_of,
        "agreed": [_line(made, key) for key in made.agreed],
        "refused": [_line(made, key) for key in made.refused],
        "divides": [_line(made, key) for key in made.divides],
        "groups": groups,
        "outside": made.outside,
        "clearness": _clearness(made.clearness),
        "map": {
            "width": 2 * (HALF_WIDTH + EDGE),
            "height": 2 * (HALF_HEIGHT + EDGE),
        },
        "rows": [_line(made, key) for key in made.statements],
    }


def _line(made: Result, key: int) -> dict[str, Any]:
    """One statement with its counts, and in per cent; by group in per cent alone."""
    one, counts = made.statements[key], made.counts.get(key)
    return {
        "number": one.number,
        "html": one.html,
        "text": one.source,
        "official": one.official,
        "counts": counts,
        "answers": sum(counts) if counts else 0,
        "shares": shares(Count(*counts)) if counts else None,
        "groups": [
            (letter, group.shares.get(key))
            for letter, group in zip(LETTERS, made.groups, strict=False)
        ],
    }


def _group(made: Result, letter: str, one: OfGroup) -> dict[str, Any]:
    across, along = one.middle
    return {
        "letter": letter,
        "people": one.people,
        "x": HALF_WIDTH + EDGE + across * HALF_WIDTH // 1000,
        "y": HALF_HEIGHT + EDGE - along * HALF_HEIGHT // 1000,
        "rx": max(LEAST_REACH, one.reach[0] * HALF_WIDTH // 1000),
        "ry": max(LEAST_REACH, one.reach[1] * HALF_HEIGHT // 1000),
        "typical": [
            {**_line(made, key), "agrees": agrees, "share": one.shares.get(key)}
            for key, agrees in one.typical
        ],
    }


def _clearness(per_cent: int) -> str:
    return "clear" if per_cent >= CLEAR else "weak" if per_cent >= WEAK else "hardly"


def _made(visit: Visit) -> tuple[Row[Any], Row[Any], Result]:
    row = found(visit)
    _, phase = _chosen(visit, row)
    made = opinions.result(visit.session, phase.id)
    if made is None:
        raise NotFound
    return row, phase, made


def _chosen(visit: Visit, row: Row[Any]) -> tuple[list[Row[Any]], Row[Any]]:
    """The phases whose result everyone may read, and the one asked for or the last of them.

    Raises NotFound where there is none.
    """
    seen: list[Row[Any]] = []
    if row.status not in {Status.DRAFT, Status.COMING}:
        begun = assertions.begun(visit.session, row.id)
        seen = [one for one in begun if opinions.may_be_seen(visit.session, one)]
    asked = visit.query.get("phase")
    chosen = [one for one in seen if asked is None or str(one.id) == asked]
    if not chosen:
        raise NotFound
    return seen, chosen[-1]
