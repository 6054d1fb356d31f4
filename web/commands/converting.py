"""From a row of a source to what is imported: cleaned, checked, sanitised, screened.

Every function raises Invalid with the column's meaning and a code when the row cannot be taken.
"""

import re
from collections.abc import Mapping as Row
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from models.calendar import Moment, moment, now
from models.errors import Invalid
from models.imported import Figures, GivenComment, GivenSubmission
from models.prose import clean, clean_line, prose
from models.states import Publication
from moderation.redaction import holds_personal_number
from web.commands.mapping import Comments, Mapping, Shown, Stand, Submissions

TITLE_MAX, TEXT_MAX, ID_MAX = 200, 50_000, 80
LARGEST = 2**31 - 1
EARLIEST = moment(datetime(1900, 1, 1, tzinfo=UTC))

# "10:50", "10:50:19.5", and the "0 days 10:50:19" that data tools write.
_TIME = re.compile(r"(?:0 days? )?(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")


def submission(row: Row[str, str], mapping: Mapping, part: Submissions) -> GivenSubmission:
    """One submission, with the id, the words, the day and the figures of the source."""
    columns = part.columns
    title = clean_line(row.get(columns.title, ""))
    if not title:
        raise Invalid("title", "missing")
    if len(title) > TITLE_MAX:
        raise Invalid("title", "too_long", over=len(title) - TITLE_MAX)
    words = _words(row, columns.text)
    stand = _stand(row, part)
    return GivenSubmission(
        source=mapping.source,
        id=identity(row, columns.id),
        kind=part.kind,
        title=title,
        words=words,
        html=prose(words),
        subject=part.subject,
        status=stand.status,
        outcome=stand.outcome,
        publication=_publication(part.shown, f"{title}\n{words}"),
        at=_moment(row, columns.date, columns.time, mapping.zone),
        language=mapping.language,
        figures=Figures(
            supports=_number(row, columns.supports, "supports"),
            comments=_number(row, columns.comments, "comments"),
        ),
    )


def comment(
    row: Row[str, str], mapping: Mapping, part: Comments, *, wordless: bool = False
) -> GivenComment:
    """One comment. `parent` is None for one that replies to nothing. `wordless` takes those without
    words too, as withdrawn: what replies to them keeps its place.
    """
    columns = part.columns
    try:
        words = _words(row, columns.text)
    except Invalid as error:
        if not (wordless and error.code == "missing"):
            raise
        words = ""
    parent = row.get(columns.parent, "").strip()
    return GivenComment(
        source=mapping.source,
        id=identity(row, columns.id),
        submission=identity(row, columns.submission, "submission"),
        parent=parent if parent not in {"", part.top} else None,
        words=words,
        html=prose(words),
        publication=_publication(part.shown, words) if words else Publication.WITHDRAWN,
        at=_moment(row, columns.date, columns.time, mapping.zone),
        figures=Figures(
            supports=_number(row, columns.supports, "supports"),
            opposed=_number(row, columns.opposed, "opposed"),
        ),
    )


def identity(row: Row[str, str], column: str, field: str = "id") -> str:
    """The id of a thing at its source, as it stands there."""
    found = row.get(column, "").strip()
    if not found:
        raise Invalid(field, "missing")
    if len(found) > ID_MAX or clean_line(found) != found:
        raise Invalid(field, "bad")
    return found


def _words(row: Row[str, str], columns: Sequence[str]) -> str:
    parts = [clean(row.get(column, "")) for column in columns]
    words = "\n\n".join(part for part in parts if part)
    if not words:
        raise Invalid("text", "missing")
    if len(words) > TEXT_MAX:
        raise Invalid("text", "too_long", over=len(words) - TEXT_MAX)
    return words


def _stand(row: Row[str, str], part: Submissions) -> Stand:
    stand = part.statuses.get(row.get(part.columns.status, "").strip(), part.otherwise)
    if stand is None:
        raise Invalid("status", "unknown")
    return stand


def _publication(shown: Shown, words: str) -> Publication:
    """A personal number is never published unseen, whatever the mapping says."""
    return Publication.QUEUED if holds_personal_number(words) else Publication(shown)


def _moment(row: Row[str, str], date: str, clock: str, zone: str) -> Moment:
    """When it was written, by the clocks of the source where it says no zone of its own."""
    try:
        day = datetime.fromisoformat(row.get(date, "").strip())
        if clock and (written := row.get(clock, "").strip()):
            day = datetime.combine(day, _time(written), tzinfo=day.tzinfo)
        at = moment(day if day.tzinfo else day.replace(tzinfo=ZoneInfo(zone)))
    except (ValueError, OverflowError):
        raise Invalid("date", "bad") from None
    # Clocks differ; a day ahead of ours is a slip and no prophecy.
    if not EARLIEST <= at <= now() + timedelta(days=1) // timedelta(microseconds=1):
        raise Invalid("date", "out_of_range")
    return at


def _time(written: str) -> time:
    found = _TIME.fullmatch(written)
    if found is None:
        raise ValueError(written)
    hour, minute, second = (int(part or 0) for part in found.groups())
    return time(hour, minute, second)


def _number(row: Row[str, str], column: str, field: str) -> int | None:
    """A count, or None where the source says none. Never negative: it counts people."""
    written = row.get(column, "").strip() if column else ""
    if not written:
        return None
    if not re.fullmatch(r"[0-9]{1,10}", written) or int(written) > LARGEST:
        raise Invalid(field, "not_a_number")
    return int(written)
