"""What goes when somebody is erased, table by table; models.erasing says when.

A new table that names a person joins one of these lists, or a test asks why not.
"""

from typing import Any

from sqlalchemy import Column, String, Table, bindparam, case, cast, delete, select, update
from sqlalchemy.sql import ColumnElement
from sqlmodel import Session

from models import keys
from models.address_change import changes
from models.before_verdict import before_verdicts
from models.bounce import Bounce
from models.calendar import now
from models.comment import comments
from models.database import lock_rows, table_of
from models.declaration import declarations
from models.delivery import DeliveryEvent, DeliveryState, deliveries
from models.demo_message import DemoMessage
from models.dialogue.occasions import sign_ups
from models.dialogue.ratings import raters
from models.downloading import downloads
from models.factor import factors
from models.helped import Helping
from models.identity import Identity, KnownNumber
from models.invitation import Invitation
from models.membership import memberships
from models.merged import questions
from models.panel.row import panel_members
from models.pause import pauses
from models.public_texts import profiles
from models.received import TextReceived
from models.reply import ReplyBy
from models.report import Report
from models.retention.long_away import long_away
from models.review_appeal import appeals
from models.sanction import sanctions
from models.session import BrowserSession
from models.silence import silences
from models.submission import submissions
from models.subscription import SubscriptionState, subscriptions
from models.suppression import Suppression
from models.token import Token

ERASED = "erased"
"""The code of messages that waited, the rule that the history names, and the place of addresses."""

_carried = table_of(DeliveryEvent)
_received = table_of(TextReceived)
_reports = table_of(Report)
_demo = table_of(DemoMessage)
_helpings = table_of(Helping)
_s, _w = submissions.c, subscriptions.c

GO_WITH_PERSON: tuple[Column[Any], ...] = (
    table_of(BrowserSession).c.person_id,
    table_of(Identity).c.person_id,
    table_of(KnownNumber).c.person_id,
    downloads.c.person_id,
    changes.c.person_id,
    long_away.c.person_id,
    factors.c.person_id,
    declarations.c.person_id,
    profiles.c.person_id,
    memberships.c.person_id,
    panel_members.c.person_id,
    sign_ups.c.person_id,
    # With her answers, while a dialogue still knows whose they are.
    raters.c.person_id,
)
"""Rows that are deleted with whom they name, in this order; one line for each table."""

GO_WITH_ADDRESS: tuple[Column[Any], ...] = (
    table_of(Token).c.contact_id,
    table_of(Invitation).c.contact_id,
    memberships.c.contact_id,
    panel_members.c.contact_id,
    silences.c.contact_id,
    pauses.c.contact_id,
    table_of(Suppression).c.contact_id,
    table_of(Bounce).c.contact_id,
)
"""Rows that are deleted with an address, once no delivery names them."""

LOSE_ADDRESS: tuple[Column[Any], ...] = (
    submissions.c.contact_id,
    comments.c.contact_id,
    _reports.c.contact_id,
    appeals.c.contact_id,
    _received.c.contact_id,
    _helpings.c.contact_id,
    sanctions.c.contact_id,
    questions.c.contact_id,
)
"""Columns that are emptied: what was written stays, and nobody stands behind it."""

_UNSETTLED = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.TEMPORARY_FAILURE)


def nobody(contact_id: int) -> str:
    """What stands where an address stood: unique, and nobody can be written to there."""
    return f"{ERASED}:{contact_id}"


def cases(session: Session, contacts: list[int], addresses: list[str]) -> list[str]:
    """References of every case that leads to one of these addresses, locked in their order."""
    wanted = (
        select(_s.reference)
        .where(_s.contact_id.in_(contacts) | _s.reply_to.in_(addresses))
        .order_by(_s.reference)
    )
    return list(session.scalars(lock_rows(wanted)))


def commented(session: Session, contacts: list[int]) -> list[str]:
    """References of the cases below which a name of hers stands, in their order."""
    wanted = (
        select(_s.reference)
        .join(comments, comments.c.submission_id == _s.id)
        .where(comments.c.contact_id.in_(contacts), comments.c.byline != "")
        .distinct()
        .order_by(_s.reference)
    )
    return list(session.scalars(wanted))


def names(session: Session, contacts: list[int]) -> None:
    """No name stands under her texts any more, her own as little as another."""
    for table in (submissions, comments):
        session.execute(
            update(table)
            .where(table.c.contact_id.in_(contacts), table.c.byline != "")
            .values(byline="", version=table.c.version + 1)
        )
    of_case = select(submissions.c.id).where(submissions.c.contact_id.in_(contacts))
    of_comment = select(comments.c.id).where(comments.c.contact_id.in_(contacts))
    own = before_verdicts.c.comment_id.is_(None) & before_verdicts.c.submission_id.in_(of_case)
    # Neither does one come back with a text that is put back.
    session.execute(
        update(before_verdicts)
        .where(own | before_verdicts.c.comment_id.in_(of_comment))
        .values(byline="")
    )


def authors(session: Session, contacts: list[int], addresses: list[str]) -> None:
    """Her cases and comments have nobody behind them, and nobody to answer."""
    hers = _s.contact_id.in_(contacts)
    session.execute(
        update(submissions)
        .where(hers | _s.reply_to.in_(addresses))
        .values(
            # What somebody else handed in with her number or address to ring keeps its sender.
            name=case((hers, ""), else_=_s.name),
            reply_by=ReplyBy.NONE,
            reply_to="",
            version=_s.version + 1,
        )
    )
    session.execute(
        update(_received).where(_received.c.contact_id.in_(contacts)).values(address=_gone())
    )
    session.execute(update(_helpings).where(_helpings.c.contact_id.in_(contacts)).values(name=""))
    hers = sanctions.c.contact_id.in_(contacts)
    session.execute(update(sanctions).where(hers).values(message=""))
    session.execute(update(_reports).where(_reports.c.contact_id.in_(contacts)).values(name=""))
    for column in LOSE_ADDRESS:
        session.execute(update(_of(column)).where(column.in_(contacts)).values({column.name: None}))


def sent(session: Session, contacts: list[int], addresses: list[str]) -> None:
    """What was sent stays as a row without an address; what waits does not go."""
    mine = deliveries.c.contact_id.in_(contacts)
    whose = (
        select(_nowhere(deliveries.c.contact_id))
        .where(deliveries.c.id == _carried.c.delivery_id)
        .scalar_subquery()
    )
    session.execute(
        update(_carried)
        .where(_carried.c.delivery_id.in_(select(deliveries.c.id).where(mine)))
        .values(address=whose)
    )
    session.execute(
        update(deliveries)
        .where(mine, deliveries.c.state.in_(_UNSETTLED))
        .values(state=DeliveryState.CANCELLED, code=ERASED, lease_owner=None, lease_until=None)
    )
    session.execute(
        update(deliveries)
        .where(mine)
        .values(address=_nowhere(deliveries.c.contact_id), token_id=None)
    )
    session.execute(delete(_demo).where(_demo.c.address.in_(addresses)))


_STOP = (
    update(subscriptions)
    .where(_w.id == bindparam("wish"))
    # Never confirmed: not to be resumed. And with another nonce no link fits.
    .values(
        state=SubscriptionState.STOPPED,
        stopped_at=bindparam("at"),
        confirmed_at=None,
        nonce=bindparam("other"),
    )
)


def wishes(session: Session, contacts: list[int]) -> None:
    """Nothing is followed any more, and no link of any letter leads anywhere."""
    for column in GO_WITH_ADDRESS:
        session.execute(delete(_of(column)).where(column.in_(contacts)))
    hers = session.scalars(
        lock_rows(select(_w.id).where(_w.contact_id.in_(contacts)).order_by(_w.id))
    ).all()
    if hers:
        session.execute(_STOP, [{"wish": one, "at": now(), "other": keys.nonce()} for one in hers])


def person(session: Session, person_id: int) -> None:
    """Every row of a person but herself: votes and what she did stay, as nobody's."""
    session.execute(update(sanctions).where(sanctions.c.person_id == person_id).values(message=""))
    for column in GO_WITH_PERSON:
        session.execute(delete(_of(column)).where(column == person_id))


def _of(column: Column[Any]) -> Table:
    table: Table = column.table
    return table


def _nowhere(contact_id: Any) -> ColumnElement[str]:
    """As `nobody`, in the database."""
    return f"{ERASED}:" + cast(contact_id, String)


def _gone() -> ColumnElement[str]:
    return _nowhere(_received.c.contact_id)
