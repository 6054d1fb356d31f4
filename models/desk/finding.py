"""Finding a case while somebody waits on the phone: few callers know the number of theirs.

Among all cases that somebody may have on her desk, open or ended, public or not, the newest first.
"""

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    TextClause,
    bindparam,
    column,
    or_,
    select,
    text,
)
from sqlmodel import Session

from models import address
from models.calendar import SECOND, today
from models.database import is_postgres, table_of
from models.desk import entry, groups
from models.errors import Invalid
from models.permissions import Action
from models.permissions_of_cases import reached
from models.person import Channel, Contact
from models.register.numbers import owner
from models.search import words
from models.search.index import ID_BITS, newest
from models.search.matching import RECENT, asked, widened
from models.search.words import Term
from models.submission import submissions
from models.viewer import Viewer

Only = ColumnElement[bool]
"""A condition; `hers` is the one, over submission, for what somebody may find."""

SHOWN = 25
YEARS_BACK = 10
SAME_ADDRESS = 20
FEWEST_DIGITS = 5
"""Of a number that is only the end of a telephone number."""
PATIENCE_MILLISECONDS = 3_000
_END = 1 << 62

_contacts = table_of(Contact)
_address = _contacts.c.address
_s = submissions.c

_HITS = {
    False: text(
        "SELECT rowid AS newest FROM staff_entry WHERE staff_entry MATCH :asked AND rowid < :before"
    ),
    True: text(
        "SELECT newest FROM staff_entry WHERE words @@ CAST(:asked AS tsquery) AND newest < :before"
    ),
}
"""By whether it is PostgreSQL, whose index has no order."""
_RECENT_HITS = text(
    "SELECT newest FROM (SELECT newest, words FROM staff_entry WHERE newest < :before"  # noqa: S608
    f" ORDER BY newest DESC LIMIT {RECENT}) AS recent WHERE words @@ CAST(:asked AS tsquery)"
)
_BY_NUMBER = select(_s.id, _s.received_at).where(
    _s.reference.in_(bindparam("references", expanding=True)), text("submission.kind <> 'dialogue'")
)
_BY_ID = select(_s.id, _s.received_at)
_YOUNGEST = (
    select(_s.id, _s.received_at)
    .where(_s.received_at < bindparam("until"))
    .order_by(_s.received_at.desc(), _s.id.desc())
    .limit(SHOWN + 1)
)
_OF_CONTACTS = _YOUNGEST.where(_s.contact_id.in_(bindparam("contacts", expanding=True)))
# With the constant as the partial index has it: SQLite uses that only for the very same words.
_RINGING = _YOUNGEST.where(text("submission.reply_by = 'call'"))

_NUMBER = re.compile(
    r"(?:nr\.?|no\.?|#)?\s*(?:(\d{4})\s*[-\u2010-\u2015/ ]\s*)?(\d{1,7})", re.IGNORECASE
)
_TOGETHER = re.compile(r"(20\d\d)(\d{5,7})")
_TELEPHONE = re.compile(r"\+?[\d\s()./\-\u2010-\u2015]+")


@dataclass(frozen=True)
class Hit:
    """A case as `models.desk.groups.rows` has it, and what it was found by: number, phone, email,
    name, place, words.
    """

    row: Row[Any]
    why: tuple[str, ...]


class Place(NamedTuple):
    """Where a page ended: the second in which its last case was received, and that case's id."""

    second: int
    id: int


def find(
    session: Session,
    typed: str,
    language: str,
    viewer: Viewer,
    *,
    before: Place | None = None,
) -> tuple[list[Hit], Place | None]:
    """A page of hits from before a place on, and the place to go on from, or None.

    Whoever may not know who handed a case in finds it by its number alone.
    """
    desk = reached(session, viewer, Action.DESK)
    hers = reached(session, viewer, Action.CONTACT)
    if is_postgres():
        session.execute(text(f"SET LOCAL statement_timeout = {PATIENCE_MILLISECONDS}"))
    limit = min(newest(before.second * SECOND, before.id), _END) if before else _END
    why: defaultdict[int, list[str]] = defaultdict(list)
    for code, rows in (
        ("number", _numbered(session, typed, desk)),
        ("phone", _telephoned(session, typed, limit, hers)),
        ("email", _mailed(session, typed, limit, hers)),
    ):
        for row in rows:
            why[newest(row.received_at, row.id)].append(code)
    # The words of an address say less than the address.
    terms = () if "@" in typed and why else words.terms(typed, language)
    places = {place for place in why if place < limit}
    places.update(_worded(session, terms, limit, hers))
    first = sorted(places, reverse=True)[: SHOWN + 1]
    shown = first[:SHOWN]
    for place, said in _said(session, terms, shown).items():
        why[place] += said
    found = groups.rows(session, [_case(place) for place in shown])
    hits = [Hit(found[_case(place)], tuple(why[place])) for place in shown if _case(place) in found]
    last = Place(shown[-1] >> ID_BITS, _case(shown[-1])) if len(first) > SHOWN else None
    return hits, last


def _case(place: int) -> int:
    return place & ((1 << ID_BITS) - 1)


def _numbered(session: Session, typed: str, desk: Only) -> list[Row[Any]]:
    """With or without its year, of several years all of them; or by its number in the register."""
    number = _NUMBER.fullmatch(typed.strip()) or _TOGETHER.fullmatch(typed.strip())
    if number is None:
        case_id = owner(session, typed)
        return (
            [] if case_id is None else list(session.execute(_BY_ID.where(desk, _s.id == case_id)))
        )
    last = today().year
    years = [number[1]] if number[1] else [str(last - back) for back in range(YEARS_BACK)]
    references = [f"{year}-{int(number[2]):05d}" for year in years]
    return list(session.execute(_BY_NUMBER.where(desk), {"references": references}))


def _telephoned(session: Session, typed: str, limit: int, hers: Only) -> list[Row[Any]]:
    """Written in any way; else without its area code, or only the end of it that was heard."""
    if not _TELEPHONE.fullmatch(typed.strip()):
        return []
    found: list[Row[Any]] = []
    with suppress(Invalid):
        number = address.phone(typed)
        found = _with(session, _address == number, _s.reply_to == number, limit, hers)
    digits = re.sub(r"\D", "", typed)
    if found or len(digits) < FEWEST_DIGITS:
        return found
    ends = or_(_address.endswith(digits), _address.endswith(digits.lstrip("0")))
    rung = or_(_s.reply_to.endswith(digits), _s.reply_to.endswith(digits.lstrip("0")))
    return _with(session, ends, rung, limit, hers)


def _with(session: Session, texted: Only, rung: Only, limit: int, hers: Only) -> list[Row[Any]]:
    mobiles = select(_contacts.c.id).where(_contacts.c.channel == Channel.SMS, texted)
    until = {"until": ((limit >> ID_BITS) + 1) * SECOND}
    rings = session.execute(_RINGING.where(rung, hers), until)
    return [*_of(session, mobiles, limit, hers), *rings]


def _mailed(session: Session, typed: str, limit: int, hers: Only) -> list[Row[Any]]:
    if "@" not in typed:
        return []
    try:
        wanted = _address == address.email(typed)
    except Invalid:
        wanted = _address.startswith(typed.strip().lower(), autoescape=True)
    letterboxes = select(_contacts.c.id).where(_contacts.c.channel == Channel.EMAIL, wanted)
    return _of(session, letterboxes, limit, hers)


def _of(session: Session, contacts: Select[Any], limit: int, hers: Only) -> list[Row[Any]]:
    ids = list(session.scalars(contacts.limit(SAME_ADDRESS)))
    until = ((limit >> ID_BITS) + 1) * SECOND
    if not ids:
        return []
    return list(session.execute(_OF_CONTACTS.where(hers), {"contacts": ids, "until": until}))


def _worded(session: Session, terms: tuple[Term, ...], limit: int, hers: Only) -> list[int]:
    if not terms:
        return []
    about = {"asked": asked(terms, widened(session, terms)), "before": limit, "most": SHOWN + 1}
    if is_postgres():
        recent = session.scalars(_newest(_RECENT_HITS, hers), about).all()
        if len(recent) > SHOWN:
            return list(recent)
    return list(session.scalars(_newest(_HITS[is_postgres()], hers), about))


def _newest(hits: TextClause, hers: Only) -> Select[Any]:
    """The newest of these hits that are hers to find."""
    # PostgreSQL finds them all first: by the order of another index it would look at everything.
    hit = hits.columns(column("newest", BigInteger)).cte("hit")
    hit = hit.prefix_with("MATERIALIZED", dialect="postgresql")
    case = select(_s.id).where(_s.id == hit.c.newest.op("&")((1 << ID_BITS) - 1), hers)
    return (
        select(hit.c.newest)
        .where(case.exists())
        .order_by(hit.c.newest.desc())
        .limit(bindparam("most"))
    )


def _said(session: Session, terms: tuple[Term, ...], places: list[int]) -> dict[int, list[str]]:
    """In which part of each case the words stand."""
    if not terms:
        return {}
    forms = widened(session, terms)
    wanted = [form for term in terms for form in forms(term)]
    whole = {form for form in wanted if not form.endswith("*")}
    begun = tuple(form[:-1] for form in wanted if form.endswith("*"))
    found: dict[int, list[str]] = {}
    for row in entry.entered(session, [_case(place) for place in places]):
        found[newest(row.received_at, row.id)] = [
            code
            for code, said in entry.found_by(row).items()
            if any(
                token in whole or (begun and token.startswith(begun))
                for token in words.tokens(said, row.language)
            )
        ]
    return found
