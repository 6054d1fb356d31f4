"""One person with ten thousand traces: all we know of her as a file, and then she is forgotten.

In a process of its own, because its memory is measured: python -m tests.bench.own_record [sqlite]
"""

import os
import resource
import time
import zipfile
from collections.abc import Callable

from sqlalchemy import insert, select, text, update
from sqlmodel import Session

from models import commenting, erasing, form_key
from models.calendar import now
from models.comment import comments
from models.database import dispose, is_postgres, table_of, transaction
from models.delivery import DeliveryState, deliveries
from models.erasing import Texts
from models.history import verify
from models.person import Channel
from models.prose import prose
from models.states import Kind, Publication
from models.submission import stream_of, submissions
from models.subscription import SubscriptionState, Topic, subscriptions
from models.token import Purpose, Token
from models.vote import VoteState, votes
from tests import people
from tests.bench import ground
from tests.people import Someone
from web.commands.migrate import prepare
from web.own_archive import make

CASES, OTHERS, COMMENTS, LETTERS, BUTTONS = 500, 2_000, 1_500, 3_000, 1_000
TRACES = CASES + OTHERS * 2 + COMMENTS + LETTERS + BUTTONS
"""Cases and comments of hers, and what others wrote: she supports each of those, and follows it."""
MEGABYTE = 1024


def main() -> None:
    """Print one row a work; arguments choose among `sqlite` and `postgres`."""
    for _, url, folder in ground.named():
        os.environ.update(ground.settings(url, folder))
        prepare()
        _measure()
        dispose()


def _measure() -> None:
    person_id = _fill("Rosa").id
    before = _memory()
    seconds, size = _fetched(person_id)
    ground.row(f"record of {TRACES} traces as a file", f"{seconds:.1f} s")
    ground.row("  its size; memory that it took", f"{size:.1f}; {_memory() - before:.0f} MB")
    ground.row("  forgotten, her texts stay", f"{_forgotten(person_id, Texts.STAY):.1f} s")
    other = _fill("Sam").id
    ground.row("  another, her texts leave the site", f"{_forgotten(other, Texts.GO):.1f} s")
    _check()


def _fetched(person_id: int) -> tuple[float, float]:
    began = time.perf_counter()
    with make(person_id, "Torget", "sv") as file:
        seconds = time.perf_counter() - began
        if zipfile.ZipFile(file).testzip() is not None:
            raise RuntimeError("the file cannot be read")
        return seconds, file.seek(0, os.SEEK_END) / MEGABYTE**2


def _forgotten(person_id: int, texts: Texts) -> float:
    began = time.perf_counter()
    with transaction() as session:
        by = people.resident(session, "Nobody").actor
        erasing.erase_person(session, person_id, texts=texts, by=by)
    return time.perf_counter() - began


def _check() -> None:
    """Every history is whole after both."""
    with transaction(write=False) as session:
        for reference in session.scalars(select(submissions.c.reference)).all():
            if verify(session, stream_of(reference)):
                raise RuntimeError(f"{reference} is broken")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def _fill(name: str) -> Someone:
    """Somebody who has been here for years."""
    with transaction() as session:
        who, writer = people.resident(session, name), people.resident(session, "Writer")
        for number in range(CASES):
            kind = Kind.PROPOSAL if number % 5 == 0 else Kind.COMPLAINT
            build = people.published if number % 2 else people.a_submission
            build(session, kind, by=who, title=f"Om lampa {number}", byline=name)
        theirs = [_by_another(session, writer, number) for number in range(OTHERS)]
        _join(session, who, theirs)
        _comment(session, who, theirs)
        session.execute(insert(deliveries), _many(LETTERS, lambda it: _letter(who, theirs, it)))
        session.execute(insert(table_of(Token)), _many(BUTTONS, lambda it: _button(who, it)))
    if is_postgres():
        with transaction() as session:
            session.execute(text("ANALYZE"))
    return who


def _by_another(session: Session, writer: Someone, number: int) -> tuple[int, str]:
    case = people.published(session, by=writer, title=f"Förslag {number}")
    return case.id or 0, case.reference


def _many(count: int, one: Callable[[int], dict[str, object]]) -> list[dict[str, object]]:
    return [one(number) for number in range(count)]


def _join(session: Session, who: Someone, theirs: list[tuple[int, str]]) -> None:
    at = now()
    session.execute(
        insert(votes),
        [
            {
                "submission_id": case_id,
                "person_id": who.id,
                "cast_at": at,
                "changed_at": at,
                "state": VoteState.VALID,
            }
            for case_id, _ in theirs
        ],
    )
    session.execute(
        insert(subscriptions),
        [
            {
                "contact_id": who.contact_id,
                "topic": Topic.SUBMISSION,
                "submission_id": case_id,
                "extent": "answers",
                "frequency": "at_once",
                "state": SubscriptionState.ACTIVE,
                "language": "sv",
                "nonce": f"{who.id}-{case_id}",
                "created_at": at,
                "confirmed_at": at,
            }
            for case_id, _ in theirs
        ],
    )


def _comment(session: Session, who: Someone, theirs: list[tuple[int, str]]) -> None:
    source = "Bra tanke. Tänk på cyklarna vid skolan också, och på dem som går."
    for number in range(COMMENTS):
        _, reference = theirs[number % len(theirs)]
        commenting.write(
            session,
            reference,
            commenting.Words(source, prose(source), who.name, None, form_key.fresh()),
            by=who.actor,
            contact_id=who.contact_id,
            language="sv",
        )
    # Most of them were read and shown long ago.
    session.execute(
        update(comments)
        .where(comments.c.contact_id == who.contact_id, comments.c.id % 3 > 0)
        .values(publication=Publication.PUBLISHED)
    )


def _letter(who: Someone, theirs: list[tuple[int, str]], number: int) -> dict[str, object]:
    return {
        "channel": Channel.EMAIL,
        "address": who.address,
        "message_key": f"{who.id}.{number}",
        "kind": "answered",
        "language": "sv",
        "contact_id": who.contact_id,
        "submission_id": theirs[number % len(theirs)][0],
        "state": DeliveryState.SENT,
        "code": "",
        "attempts": 1,
        "not_before": now(),
        "created_at": now(),
        "sent_at": now(),
    }


def _button(who: Someone, number: int) -> dict[str, object]:
    return {
        "purpose": Purpose.SIGN_IN,
        "contact_id": who.contact_id,
        "name": "",
        "language": "sv",
        "nonce": f"{who.id}-{number}",
        "created_at": now(),
        "expires_at": now(),
        "used_at": now(),
    }


if __name__ == "__main__":
    main()
