"""The page behind an invitation: who invites to what, and one button."""

from models import invitation, inviting
from models.address import masked
from models.errors import Gone
from web.answers import Answer, Cookie, Go, Shown
from web.pages.admin_people import unit_name
from web.pages.over import invitation_over
from web.pages.signing_in import HOME, SESSION_SECONDS
from web.responses import session_cookie
from web.signed_out import onward
from web.visit import Visit


def show(visit: Visit) -> Answer:
    """What is offered. Reading it changes nothing (spec T12)."""
    try:
        row = invitation.offer(visit.session, visit.params["token"])
    except Gone as gone:
        return invitation_over(gone)
    return Shown(
        "admin/invited.html",
        {
            "action": f"/invitations/{visit.params['token']}",
            "who": row.by_name,
            "called": row.name,
            "address": masked(row.address),
            "role": row.role.value,
            "unit": unit_name(row, visit),
            "lead": row.lead,
            "until": row.until_date,
        },
        kept=True,
    )


def accept(visit: Visit) -> Answer:
    """Accept, and be signed in, in place of whoever was here."""
    try:
        cookie = inviting.accept(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return invitation_over(gone)
    on = onward(visit.session, cookie, "", home=HOME)
    return Go(on, (Cookie(session_cookie(), cookie, seconds=SESSION_SECONDS),))
