"""What letters about one's own text say: that we have it, that it is shown, or why it is not."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models import statement
from models.address import masked
from models.address_change import AddressChange, Change
from models.attachment import mask
from models.calendar import six_months_after, today
from models.comment import comments
from models.dialogue.kinds import thing_of
from models.errors import NotFound
from models.following import described
from models.invitation import of_button
from models.person import contact
from models.profile import site
from models.settings import settings
from models.statement import Source
from models.states import Kind, Publication, Status
from models.subscription import Subscription
from models.verdict import verdicts
from notifications import links
from notifications.contexts.common import Context, day_of, unit
from notifications.due import Due

_ACTS = {
    Publication.REFUSED: "refused",
    Publication.UNPUBLISHED: "unpublished",
    Publication.HIDDEN: "hidden",
    Publication.REDACTED: "redacted",
}


def followed(session: Session, due: Due) -> Context:
    """What a button is about that is about no case: what is to be followed, if anything."""
    wish_id = due.token.subscription_id if due.token is not None else None
    if wish_id is None:
        return {"topic": "", "title": ""}
    wish = described(session, session.get_one(Subscription, wish_id))
    name = wish.name_en if due.row.language == "en" else wish.name_sv
    return {"topic": wish.topic.value, "title": name or ""}


def address_changed(session: Session, due: Due) -> Context:
    """Which change of her addresses can be undone; of the new one as much as she knows it by."""
    change = session.get_one(AddressChange, int(due.token.name)) if due.token is not None else None
    new_id = change.new_id if change is not None else None
    if change is not None and change.kind is Change.REPLACE and change.along:
        # The rows have exchanged their addresses (models.readdressing).
        new_id = change.old_id
    new = contact(session, new_id)
    return {
        "title": "",
        "change": change.kind.value if change is not None else "",
        "now": masked(new.address) if new is not None else "",
    }


def download_ready(_session: Session, _due: Due) -> Context:
    return {"title": "", "goes_on": f"{settings().base_url}/me/data"}


def invited(session: Session, due: Due) -> Context:
    """What an invitation offers, and who invites."""
    row = of_button(session, due.row.token_id)
    if row is None:
        raise NotFound
    name = row.unit_en if due.row.language == "en" else row.unit_sv
    return {
        "title": "",
        "who": row.by_name,
        "role": row.role.value,
        "unit": name or "",
        "lead": row.lead,
        "until": row.until_date,
    }


def confirm_contact(session: Session, due: Due, _case: Any) -> Context:
    """What waits for the button, where that is something written below a case: an idea, ..."""
    made = due.token.comment_id if due.token is not None else None
    section = session.scalar(select(comments.c.section).where(comments.c.id == made))
    return {"thing": thing_of(section)} if section is not None else {}


def receipt(session: Session, due: Due, case: Any) -> Context:
    return {"unit": unit(session, case.unit_id, due.row.language), "answer_by": case.answer_by}


def published(_session: Session, _due: Due, case: Any) -> Context:
    if case.kind != Kind.PROPOSAL or case.status != Status.VOTING:
        return {"until": None, "threshold": None}
    return {"until": day_of(case.voting_until), "threshold": case.threshold}


def returned(session: Session, due: Due, case: Any) -> Context:
    verdict = _verdict(session, due)
    return {"thing": _thing(due, case), "reason": verdict["reason"], "note": verdict["note"]}


def refused(session: Session, due: Due, case: Any) -> Context:
    found = _verdict(session, due)
    return found | {
        "act": "change" if "pending" in due.facts else _ACTS[Publication(due.facts["shown"])],
        "thing": _thing(due, case),
        "rules_url": links.rules(),
    }


def _thing(due: Due, case: Any) -> str:
    if due.comment is not None:
        return thing_of(due.comment.section)
    return "proposal" if case.kind == Kind.PROPOSAL else "case"


def _verdict(session: Session, due: Due) -> Context:
    """Why a text is not shown as it was written; a rule's verdict has nobody who gave it."""
    verdict = session.execute(
        select(verdicts.c.id, verdicts.c.reason, verdicts.c.message).where(
            verdicts.c.event_id == due.row.event_id
        )
    ).first()
    told = statement.of_verdict(session, verdict.id) if verdict else None
    if verdict is None or told is None:
        return {
            "reason": verdict.reason if verdict else due.facts.get("reason"),
            "note": verdict.message if verdict else "",
            "covered": False,
            "source": Source.OWN.value,
            "automated": verdict is None,
            "appeal_by": six_months_after(today()),
            # What was restricted before there were statements: she can say so without any form.
            "appeal_url": f"mailto:{site(session).email}",
        }
    return {
        "reason": told.ground,
        "note": told.facts,
        "covered": mask.was_put(session, verdict.id),
        "source": told.source.value,
        "automated": told.automated_decision,
        "appeal_by": told.deadline,
        "appeal_url": links.of_statement(statement.code(told)),
    }
