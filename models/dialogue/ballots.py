"""Casting a ballot: one person one vote, which she may change until the vote closes."""

import hashlib
import hmac
import secrets
from functools import cache
from typing import Any

from sqlalchemy import bindparam, case, exists, func, select
from sqlmodel import Session

from models import counting, declaration, eligibility, keys, sanctions, support_rules
from models.calendar import now
from models.database import is_postgres, table_of, upsert
from models.declaration import NOTHING, Said
from models.dialogue import closing
from models.dialogue.kinds import ALLOWED, Act
from models.dialogue.phases import TAKES_PART
from models.dialogue.polls import RECEIPT_LETTERS, ballots, papers, poll_options, polls, rolls
from models.dialogue.row import dialogues, phases
from models.errors import NotAllowed, NotFound
from models.panel import taking_part
from models.person import Person
from models.profile import Participation
from models.states import PUBLIC
from models.submission import submissions
from models.support_rules import SupportRules
from models.viewer import Viewer

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base32: sixteen letters of it are 80 bits."""

_people = table_of(Person)
_p = polls.c

_BOX = (
    select(
        _p.id,
        _p.submission_id,
        _p.method,
        _p.most,
        _p.level,
        _p.secret,
        _p.closed_at,
        phases.c.kind,
        phases.c.opens_at,
        phases.c.closes_at,
        submissions.c.status,
        submissions.c.publication,
        dialogues.c.panel_id,
        select(func.count())
        .where(poll_options.c.poll_id == _p.id)
        .scalar_subquery()
        .label("options"),
        select(_people.c.suspended)
        .where(_people.c.id == bindparam("person"))
        .scalar_subquery()
        .label("suspended"),
        sanctions.suspends(bindparam("person"), bindparam("at")).label("paused"),
    )
    .join(phases, phases.c.id == _p.phase_id)
    .join(submissions, submissions.c.id == _p.submission_id)
    .join(dialogues, dialogues.c.submission_id == _p.submission_id)
    .where(dialogues.c.slug == bindparam("slug"), _p.phase_id == bindparam("phase"))
    # The closing takes the row for itself, and so waits for every ballot that is being cast.
    .with_for_update(read=True, key_share=True, of=polls)
)
_VOTED = select(
    exists().where(rolls.c.poll_id == bindparam("poll"), rolls.c.person_id == bindparam("person"))
)


_SAID = select(ballots.c.choices).where(
    ballots.c.poll_id == bindparam("poll"), ballots.c.receipt == bindparam("receipt")
)


@cache
def _entering(_postgres: bool) -> Any:
    return upsert(rolls).on_conflict_do_nothing()


@cache
def _casting(_postgres: bool) -> Any:
    """The same ballot once more is the same paper; another one has a receipt of its own, so that
    the former proves nothing.
    """
    statement = upsert(papers)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["poll_id", "key"],
        set_={
            "choices": new.choices,
            "receipt": case((papers.c.choices == new.choices, papers.c.receipt), else_=new.receipt),
        },
    ).returning(papers.c.receipt)


def cast(
    session: Session,
    slug: str,
    phase_id: int,
    marks: dict[int, int],
    *,
    voter: Viewer,
    rules: Participation,
    watched: SupportRules,
    said: Said = NOTHING,
) -> str:
    """Put a ballot into the box, in place of a former one of the same person; the receipt.

    `marks` are points by the number of an option, 1 for a vote. What counts is this moment, by the
    server's clock, and the rules of this moment: a ballot stands whatever becomes of its voter
    later. Raises NotFound for what she may not know of, NotAllowed with `phase_closed` outside of
    its time, and for whoever is suspended or has an address that the town denies, Paused, Invalid
    for `choice` (models.counting.choices) and for what she lacks (models.eligibility.check).
    """
    person_id = voter.person_id or 0
    asked = {"slug": slug, "phase": phase_id, "person": person_id, "at": now()}
    box = session.execute(_BOX, asked).first()
    if box is None or box.publication not in PUBLIC:
        raise NotFound(slug)
    if box.panel_id is not None:
        taking_part.check(session, box.submission_id, person_id=person_id)
    _check_open(box)
    if box.suspended:
        raise NotAllowed("suspended")
    if box.paused:
        sanctions.check(session, person_id)
    if box.level is not None:
        rules = rules.model_copy(update={"support": box.level})
    support_rules.check_person(session, watched, person_id)
    eligibility.check(session, eligibility.Act.SUPPORT, person_id, rules=rules, said=said)
    choices = counting.choices(box.method, marks, options=box.options, most=box.most)
    declaration.keep(session, person_id, said)
    secret = box.secret or closing.open_poll(session, box.id)
    postgres = is_postgres()
    session.execute(_entering(postgres), {"poll_id": box.id, "person_id": person_id})
    paper = {
        "poll_id": box.id,
        "key": _key(secret, person_id),
        "choices": choices,
        "receipt": fresh_receipt(),
    }
    receipt: str = session.execute(_casting(postgres), paper).scalar_one()
    return receipt


def has_voted(session: Session, poll_id: int, person_id: int) -> bool:
    """Whether she has voted; how is not told to her either."""
    return bool(session.execute(_VOTED, {"poll": poll_id, "person": person_id}).scalar())


def voters(session: Session, poll_id: int) -> int:
    """How many have voted so far, for whoever leads the dialogue."""
    wanted = select(func.count()).where(rolls.c.poll_id == poll_id)
    count: int = session.execute(wanted).scalar_one()
    return count


def with_receipt(session: Session, poll_id: int, given: str) -> str | None:
    """What the counted ballot with a receipt says; None where there is none. Case, spaces and
    hyphens do not matter, nor letters that look like others.
    """
    typed = keys.plain(given).translate(keys.MISREAD)
    return session.execute(_SAID, {"poll": poll_id, "receipt": typed}).scalar()


def _check_open(box: Any) -> None:
    # The lock may have been waited for: it is the moment now that counts.
    is_open = box.opens_at <= now() < box.closes_at and box.status in TAKES_PART
    if not is_open or box.closed_at is not None or Act.VOTE not in ALLOWED[box.kind]:
        raise NotAllowed("phase_closed")
    if box.options < closing.FEWEST_OPTIONS:
        raise NotAllowed("phase_closed")


def _key(secret: bytes, person_id: int) -> bytes:
    return hmac.new(secret, str(person_id).encode(), hashlib.sha256).digest()


def fresh_receipt() -> str:
    """Chance alone: 80 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(RECEIPT_LETTERS))
