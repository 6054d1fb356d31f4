"""Walking a dialogue on a copy of the town, with the clock moved from one of its days to the next.

The copy is a file that nobody else has open, and goes when the walk is over. Who follows there is
made up, so that no resident's address is ever among the messages.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import text

from models import calendar, subscription
from models.actor import Actor, Role
from models.calendar import MINUTE, Moment, now
from models.copies import taking
from models.database import transaction
from models.dialogue import finding, keeping, opening
from models.errors import Invalid
from models.migrations import migrate
from models.person import Channel, confirm, reach
from models.profile import Site, site
from models.settings import Settings, settings
from models.states import Status
from models.subscription import Extent, Topic
from models.viewer import NOBODY
from notifications import rehearsing
from notifications.letter import Letter
from web import rendering, town
from web.answers import Shown
from web.commands.apart import FILE, apart
from web.commands.balloting import Balloting
from web.pages import dialogues
from web.visit import Visit

BY_MAIL, BY_TEXT = "anna.repetition@example.org", "+46701740699"
_MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)
_HEADING = re.compile(r"(</?h)([1-4])\b")
_READ = {
    *("h3", "h4", "h5", "h6", "p", "ul", "ol", "li", "dl", "dt", "dd", "strong", "em", "span"),
    *("time", "table", "thead", "tbody", "tr", "th", "td", "caption", "section", "blockquote"),
}
"""What is read of a page within a page: nothing in it leads anywhere or can be filled in."""
_QUIET = (
    "UPDATE outbox SET state = 'addressed' WHERE state = 'pending'",
    "UPDATE delivery SET state = 'cancelled' WHERE state IN ('queued', 'sending')",
    "UPDATE delivery SET state = 'cancelled' WHERE state = 'temporary_failure'",
)
"""What waits in the town is the town's: none of it is of the rehearsal."""


@dataclass
class Stop:
    """One moment: what the clock did, the page as everyone would read it, and what would be sent.

    `happened` is event kinds; `messages` have channel, subject and text.
    """

    at: Moment
    status: str
    happened: list[str]
    page: str
    messages: list[dict[str, str]] = field(default_factory=list)


def walk(slug: str, language: str) -> dict[str, Any]:
    """Copy the configured town and walk a dialogue in it. The process is that of a command: its
    clock, settings and database are those of the copy until the walk is over.

    Returns `question`, `lacks` (a field and a code where it cannot be shown as it is, else None)
    and `stops`. Raises NotFound.
    """
    with _copy() as chosen:
        with transaction() as session:
            row = finding.of_slug(session, slug)
            for statement in _QUIET:
                session.execute(text(statement))
            session.execute(
                text("UPDATE subscription SET state = 'stopped' WHERE submission_id = :it"),
                {"it": row.id},
            )
            lacks = _show(session, row)
            _follow(session, site(session), row.id, language)
        if lacks is not None:
            return {"question": row.question, "lacks": lacks, "stops": []}
        first, *others = [_stop(chosen, slug, language, at) for at in _moments(slug)]
        # A short phase has no last days: nothing happens there.
        stops = [first, *(one for one in others if one.happened or one.messages)]
        return {"question": row.question, "lacks": None, "stops": [vars(one) for one in stops]}


@contextmanager
def _copy() -> Iterator[Settings]:
    with TemporaryDirectory(prefix="torget-rehearsal-") as folder:
        taking.take_rows(Path(folder) / FILE, migrate)
        with apart(settings(), Path(folder), sms_quiet="0-0") as chosen:
            yield chosen


def _show(session: Any, row: Any) -> dict[str, str] | None:
    """A draft is shown first, as whoever leads it would; what it lacks for that."""
    if row.status is not Status.DRAFT:
        return None
    held = keeping.hold(session, row.reference)
    try:
        with session.begin_nested():
            keeping.move(session, held, Status.COMING, by=Actor(Role.OFFICIAL))
    except Invalid as lacking:
        return {"field": lacking.field, "code": lacking.code}
    return None


def _follow(session: Any, of: Site, submission_id: int, language: str) -> None:
    ways = [(Channel.EMAIL, BY_MAIL)] + ([(Channel.SMS, BY_TEXT)] if of.modules.sms else [])
    for channel, address in ways:
        place = reach(session, channel, address)
        confirm(session, place.id, language=language)
        wish = subscription.ask(
            session,
            place.id,
            Topic.SUBMISSION,
            submission_id=submission_id,
            extent=Extent.EVERYTHING,
            language=language,
        )
        subscription.confirm(session, wish.id or 0)


def _moments(slug: str) -> list[Moment]:
    """Now, and each coming moment at which a phase opens, comes to its last days, or closes."""
    with transaction(write=False) as session:
        row = finding.of_slug(session, slug)
        planned = finding.phases_of(session, row.id)
    found = {now()}
    for phase in planned:
        ends = (phase.opens_at, phase.closes_at - opening.LAST_DAYS, phase.closes_at)
        found.update(at for at in ends if at > now() and at >= phase.opens_at)
    return sorted(found)


def _stop(chosen: Settings, slug: str, language: str, at: Moment) -> Stop:
    calendar.freeze(at)
    with transaction(write=False) as session:
        before = _events(session)
        due = opening.due(session)
    for reference in due:
        with transaction() as session:
            opening.ring(session, reference)
    Balloting().go_on()
    # A letter is due a little after what it tells of.
    calendar.freeze(at + MINUTE)
    kept: list[Letter] = []
    rehearsing.hear(chosen, kept.append)
    calendar.freeze(at)
    with transaction(write=False) as session:
        row = finding.of_slug(session, slug)
        happened = [
            kind
            for stream, kind in _events(session)[len(before) :]
            if stream.endswith(row.reference)
        ]
        shown = _page(session, slug, language)
    messages = [{"channel": one.channel, "subject": one.subject, "text": one.text} for one in kept]
    return Stop(at, row.status.value, happened, shown, messages)


def _events(session: Any) -> list[tuple[str, str]]:
    rows = session.execute(text("SELECT stream, kind FROM event ORDER BY id"))
    return [(row.stream, row.kind) for row in rows]


def _page(session: Any, slug: str, language: str) -> str:
    of = town.site(session)
    path = f"/dialogues/{slug}"
    visit = Visit(session, of, language, path, viewer=NOBODY, params={"slug": slug})
    answer = dialogues.show(visit)
    if not isinstance(answer, Shown):
        return ""
    html = rendering.page(answer, site=of, viewer=NOBODY, language=language, path=path)
    found = _MAIN.search(html)
    return _within(found[1]) if found else ""


def _within(html: str) -> str:
    """A page as a part of another: two levels below its headings, and only to be read."""
    # Loaded when it is needed: most commands are light.
    import nh3

    lower = _HEADING.sub(lambda match: f"{match[1]}{int(match[2]) + 2}", html)
    classes = {name: {"class"} for name in ("p", "span", "ul", "dl", "section")}
    cleaned: str = nh3.clean(lower, tags=_READ, attributes=classes | {"time": {"datetime"}})
    return cleaned
