"""Mina ärenden: everything written from one's addresses, what waits for one, what one follows."""

from typing import Any

from models import following, me, own_lists, person, subscription
from models.address import masked
from models.face import face, is_delayed
from models.subscription import MANAGE, Subscription
from web.answers import Answer, Go, Shown
from web.pages import own_appeals, sanctions, unreached, waiting_texts
from web.pages.paging import cut, integers
from web.pages.subscriptions_told import told
from web.visit import Visit

HERE = "/me"


def show(visit: Visit) -> Answer:
    """One's own cases; strangers are led to the sign-in."""
    if visit.viewer.person_id is None:
        return Go(f"/sign-in?next={HERE}")
    session, contacts = visit.session, visit.contacts
    after = integers(visit.query.get("after", ""), 2)
    rows, following_page = cut(
        me.others(session, contacts, after=(after[0], after[1]) if after else None),
        HERE,
        "received_at",
        "id",
    )
    follows = [] if after else following.wishes(session, contacts)
    places = waiting_texts.of_cases(visit, rows)
    return Shown(
        "me.html",
        {
            "address": ", ".join(addresses(visit)),
            "called": visit.viewer.name,
            "unreached": None if after else unreached.told(visit, contacts),
            "waiting": [] if after else [_row(row) for row in me.waiting(session, contacts)],
            "rows": [{**_row(row), "place_in_queue": places.get(row.id)} for row in rows],
            "measures": [] if after else sanctions.mine(visit),
            "follows": [told(row, visit.language) for row in follows],
            "more": [] if after else own_lists.filled(session, contacts, visit.viewer.person_id),
            "asked_again": [] if after else own_appeals.of_person(visit),
            "manage": _manage(visit, follows),
            "next_url": following_page,
            "first_url": HERE if after else "",
        },
    )


def _row(row: Any) -> dict[str, Any]:
    return {
        **row._asdict(),
        "face": face(row.status, row.outcome, row.ruling, mine=True),
        "late": is_delayed(row),
        "place_in_queue": None,
    }


def addresses(visit: Visit) -> list[str]:
    """Where we reach her, as only she knows it again."""
    found = [person.contact(visit.session, contact_id) for contact_id in visit.contacts]
    return [masked(contact.address) for contact in found if contact is not None]


def _manage(visit: Visit, follows: list[Any]) -> str:
    if not follows:
        return ""
    wish = visit.session.get_one(Subscription, follows[0].id)
    return f"/subscriptions/{subscription.link(wish, MANAGE)}"
