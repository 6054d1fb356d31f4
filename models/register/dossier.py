"""The dossier of one case: all that belongs to it, part by part, for whoever judges what of it may
be given out (TF 2 kap., OSL 6 kap.; spec L12, ST-22).

It is read from the history: whatever was written, asked, noted, answered or decided stands there
with its text. What is no public record is left out: drafts, what a colleague thought of one
(TF 2 kap. 12 §), who looked at the case. Of comments those are in it that everyone can read.
Personal numbers are masked here as everywhere.

A long case is given out in volumes (models.register.volumes).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models import address, person
from models.attachment.kinds import Media
from models.attachment.showing import of_case as attachments_of
from models.calendar import Moment
from models.comment import comments
from models.database import table_of
from models.event import Event, EventKind
from models.history import told
from models.note import notes
from models.register import volumes
from models.reply import ReplyBy
from models.states import PUBLIC
from models.submission import Submission
from models.text import Text

_events, _texts = table_of(Event), table_of(Text)
_COURSE = (
    select(_events.c.seq, _events.c.at, _events.c.kind, _events.c.role, _events.c.facts)
    .where(
        _events.c.stream == bindparam("stream"),
        _events.c.seq > bindparam("after"),
        _events.c.seq <= bindparam("until"),
        _events.c.kind.not_in(volumes.LEFT_OUT),
    )
    .order_by(_events.c.seq)
)
_WORDS = select(_texts.c.id, _texts.c.title, _texts.c.source).where(
    _texts.c.id.in_(bindparam("ids", expanding=True))
)
_CALLERS = select(notes.c.id, notes.c.caller).where(
    notes.c.submission_id == bindparam("case"), notes.c.caller != ""
)
_SHOWN = select(comments.c.id, comments.c.text_id, comments.c.byline).where(
    comments.c.submission_id == bindparam("case"), comments.c.publication.in_(PUBLIC)
)


@dataclass(frozen=True)
class Part:
    """Something that can be covered whole, or in stretches: `key` is its name in this case."""

    key: str
    sort: str
    """What it is: sender, reached, place, position, words, byline, caller or alt."""
    words: str


@dataclass(frozen=True)
class Sheet:
    """A photo or a document of the case; `name` is of the file that may be given out."""

    key: str
    name: str
    media: Media
    alt: Part
    """What its sender says of it, which may tell as much as any text."""


@dataclass(frozen=True)
class Happened:
    """One event, with the texts that came with it."""

    at: Moment
    told: str
    role: str
    parts: list[Part] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)


@dataclass(frozen=True)
class Dossier:
    """One volume of it, the `number`th; `more` where others come after it."""

    about: list[Part]
    course: list[Happened]
    number: int
    more: bool

    def parts(self) -> Iterator[Part]:
        """Every part that holds words, in the order of the copy."""
        yield from self.about
        for one in self.course:
            yield from one.parts
            yield from (sheet.alt for sheet in one.sheets if sheet.alt.words)

    def names(self) -> set[str]:
        """What there is to cover."""
        sheets = {sheet.key for one in self.course for sheet in one.sheets}
        return {part.key for part in self.parts()} | sheets


def of(session: Session, case: Submission, drawn: volumes.Outline, *, until: int) -> Dossier:
    """The volume in which an event stands, up to that event: what comes later nobody has judged."""
    number, after = drawn.volume(until)
    asked = {"stream": case.stream, "after": after, "until": until}
    rows = session.execute(_COURSE, asked).all()
    course = _course(session, case, rows, drawn.replaced)
    return Dossier(_about(session, case), course, number, number < len(drawn.ends))


def _about(session: Session, case: Submission) -> list[Part]:
    """Who handed it in, how she is reached, and where it is."""
    contact = person.contact(session, case.contact_id)
    names = dict.fromkeys(name for name in (case.name, case.byline) if name)
    here = case.latitude is not None and case.longitude is not None
    said = {
        "sender": "\n".join(names),
        "reached": _reached(contact, case),
        "place": case.place,
        "position": f"{_degrees(case.latitude)}, {_degrees(case.longitude)}" if here else "",
    }
    return [Part(key, key, words) for key, words in said.items() if words]


def _reached(contact: person.Contact | None, case: Submission) -> str:
    """Where answers go, as people write it."""
    if contact is not None and contact.channel is person.Channel.EMAIL:
        return address.shown_email(contact.address)
    if contact is not None:
        return address.shown_phone(contact.address)
    ringing = case.reply_by is ReplyBy.CALL
    return address.shown_phone(case.reply_to) if ringing else case.reply_to


def _degrees(millionths: int | None) -> str:
    return f"{(millionths or 0) / 1_000_000:.6f}"


def _course(
    session: Session, case: Submission, rows: Iterable[Row[Any]], replaced: frozenset[int]
) -> list[Happened]:
    shown = {row.id: row for row in session.execute(_SHOWN, {"case": case.id})}
    events = [(row, json.loads(row.facts)) for row in rows]
    # A comment as it was published then: if it reads otherwise now, it stands where that was done.
    events = [pair for pair in events if _is_shown(*pair, shown)]
    ids = {
        facts[name] for _, facts in events for name in volumes.WORDED if name in facts
    } - replaced
    words = {row.id: row for row in session.execute(_WORDS, {"ids": list(ids)})} if ids else {}
    callers = {row.id: row.caller for row in session.execute(_CALLERS, {"case": case.id})}
    files = {row.id: row for row in attachments_of(session, case.id or 0)}
    made: list[Happened] = []
    for row, facts in events:
        one = Happened(row.at, told(row.kind, facts), row.role.value)
        made.append(one)
        if facts.get("note") in callers:
            number = facts["note"]
            one.parts.append(Part(f"caller-{number}", "caller", callers[number]))
        by = shown.get(facts.get("comment", 0))
        if by is not None and by.byline:
            one.parts.append(Part(f"byline-{by.id}", "byline", by.byline))
        for name in volumes.WORDED:
            text = words.pop(facts.get(name, 0), None)
            if text is not None:
                said = f"{text.title}\n\n{text.source}" if text.title else text.source
                one.parts.append(Part(f"text-{text.id}", "words", said))
        file = files.pop(facts.get("attachment", 0), None)
        if file is not None:
            name = file.mask_name or file.name
            alt = Part(f"alt-{file.id}", "alt", file.alt)
            one.sheets.append(Sheet(f"file-{file.id}", name, file.media, alt))
    return made


def _is_shown(event: Row[Any], facts: Mapping[str, Any], shown: Mapping[int, Row[Any]]) -> bool:
    """Whether it is of no comment, or of one that everyone can read as it was published then."""
    if event.kind is not EventKind.COMMENT_PUBLISHED:
        return True
    now = shown.get(facts["comment"])
    return now is not None and now.text_id == facts["text"]
