"""The figures of a year as lines of one table: what is counted, of what, and how much.

What the names mean stands in docs/openness.md; a name is added, never changed.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from moderation.neutrality import Group
from moderation.transparency import Year
from web.pages.register import FEW, Places


class Line(NamedTuple):
    """One figure. `value` is None where it was too small to be told, or there was nothing to
    count; then `fewer_than` says which.
    """

    section: str
    figure: str
    month: str | None = None
    subject: str | None = None
    about_us: bool | None = None
    what: str | None = None
    reason: str | None = None
    illegal: bool | None = None
    source: str | None = None
    outcome: str | None = None
    value: int | float | None = None
    fewer_than: int | None = None

    def told(self) -> dict[str, Any]:
        """Without what this figure is not divided by."""
        always = {"section", "figure", "value"}
        return {
            name: value
            for name, value in self._asdict().items()
            if value is not None or name in always
        }


def lines(year: Year, known: Places) -> list[Line]:
    """Every figure of the report."""
    return [
        *_read(year),
        *_notices(year),
        *_orders(year),
        *_measures(year),
        *_complaints(year),
        *_automated(year),
        *_people(year),
        *_support(year),
        *(line for group in year.groups for line in _group(group, known)),
        *_second(year),
    ]


def _read(year: Year) -> Iterator[Line]:
    for figure, value in (
        ("read", year.read.answered),
        ("in_time", year.read.in_time),
        ("late_now", year.read.late),
        ("median_minutes", year.read_median),
    ):
        yield Line("reading", figure, value=value)


def _notices(year: Year) -> Iterator[Line]:
    for one in year.notices:
        of = Line(
            "notices",
            "received",
            reason=one.reason.value,
            illegal=one.illegal,
            source="signed_in" if one.known else "not_signed_in",
        )
        yield of._replace(value=one.number)
        yield of._replace(figure="acted_on", value=one.acted)
        yield of._replace(figure="waiting", value=one.waiting)
    yield Line("notices", "median_minutes", value=year.notices_median)


def _orders(year: Year) -> Iterator[Line]:
    for one in year.ordered:
        of = Line(
            "orders",
            "received",
            what=one.kind.value,
            reason=one.reason.value if one.reason else None,
        )
        yield of._replace(value=one.number)
        yield of._replace(figure="met", value=one.met)
        yield of._replace(figure="waiting", value=one.waiting)
    for kind in year.timed:
        of = Line("orders", "confirmed_median_minutes", what=kind.kind.value)
        yield of._replace(value=kind.confirmed)
        yield of._replace(figure="done_median_minutes", value=kind.done)
    if not year.ordered:
        yield Line("orders", "received", value=0)


def _measures(year: Year) -> Iterator[Line]:
    for one in year.measures:
        of = Line(
            "measures",
            "taken",
            what=one.judgement.value,
            reason=one.reason.value,
            illegal=one.illegal,
            source=one.detection,
        )
        yield of._replace(value=one.number)
        yield of._replace(figure="reversed", value=one.reversed)


def _complaints(year: Year) -> Iterator[Line]:
    for one in year.complaints:
        yield Line(
            "complaints",
            "received",
            what=one.about,
            reason=one.reason.value if one.reason else None,
            source=one.party.value,
            outcome=one.outcome,
            value=one.number,
        )
    yield Line("complaints", "median_minutes", value=year.complaints_median)
    yield Line("complaints", "late", value=year.complaints_late)


def _automated(year: Year) -> Iterator[Line]:
    for flag in year.flags:
        yield Line("screening", "flagged", source=flag.rule, value=flag.flagged)
        yield Line("screening", "shown_unchanged", source=flag.rule, value=flag.unchanged)


def _people(year: Year) -> Iterator[Line]:
    for one in year.paused:
        of = Line("people", "measures", what=one.kind.value, source=one.conduct.value)
        yield _counted(of, one.number)


def _support(year: Year) -> Iterator[Line]:
    for one in year.support:
        of = Line("support", "batches", source=one.rule.value)
        yield of._replace(value=one.batches)
        yield of._replace(figure="votes", value=one.votes)
        yield of._replace(figure="still_away", value=one.stands)


def _group(group: Group, known: Places) -> Iterator[Line]:
    subject = known.subjects.get(group.category_id or 0)
    of = Line(
        "alike",
        "judged",
        month=group.month,
        subject=subject.slug if subject else None,
        about_us=group.about_us,
    )
    judged, refused = group.texts
    yield _counted(of, judged)
    # Of too few texts nothing is told: neither how many, nor what became of them.
    enough = judged >= FEW
    yield of._replace(
        figure="refused",
        value=refused if enough else None,
        fewer_than=None if enough else FEW,
    )


def _counted(line: Line, number: int) -> Line:
    """A number, unless it is so small that it could tell who."""
    few = 0 < number < FEW
    return line._replace(value=None if few else number, fewer_than=FEW if few else None)


def _second(year: Year) -> Iterator[Line]:
    yield Line("second_looks", "judged", value=year.second.pairs)
    yield Line("second_looks", "same", value=year.second.same)
    kappa = year.second.kappa
    yield Line("second_looks", "kappa", value=None if kappa is None else round(kappa, 3))
