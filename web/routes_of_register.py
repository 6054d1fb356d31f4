"""The part of the site map that is for those who help: officials who take in, organisations."""

from web.entry import Entry, administrators, everywhere, get, post, registrars
from web.networks import Limit
from web.pages import (
    organisations,
    registering,
    registering_at_once,
    registering_receipt,
    taking_over,
)
from web.pages.casework_taking import DOCUMENT
from web.pages.reaching import LETTERS
from web.pages.registering_forms import AtOnce, Counted, Instead, Supporting, Taken

JOINED = Limit("memberships", most=60, seconds=600)

REGISTER: tuple[Entry, ...] = (
    get("/register", registering.new, allow=registrars),
    post(
        "/register",
        registering.create,
        form=Taken,
        again=registering.again,
        allow=registrars,
    ),
    post("/register/look", registering.look, allow=registrars, writes=False),
    post(
        "/register/follows",
        registering.follow,
        form=Instead,
        again=registering.again,
        allow=registrars,
    ),
    post(
        "/register/answers",
        registering_at_once.create,
        form=AtOnce,
        again=registering.again,
        allow=registrars,
    ),
    post(
        "/register/views",
        registering_at_once.count,
        form=Counted,
        again=registering.again,
        allow=everywhere,
    ),
    get("/register/supports/new", registering.support, allow=registrars, needs=("proposals",)),
    post(
        "/register/supports",
        registering.ask_support,
        form=Supporting,
        again=registering.support,
        allow=registrars,
        needs=("proposals",),
    ),
    get("/register/{reference}", registering_receipt.show, allow=registrars),
    get("/register/{reference}/scan", registering_at_once.letter, allow=registrars),
    post(
        "/register/{reference}/scan",
        registering_at_once.keep_letter,
        again=registering_at_once.letter,
        allow=registrars,
        files=(DOCUMENT,),
    ),
    # A case that somebody else handed in for one
    get("/submissions/{reference}/taking-over", taking_over.show),
    post(
        "/submissions/{reference}/taking-over",
        taking_over.create,
        again=taking_over.again,
        limit=LETTERS,
    ),
    # Organisations: one's own, an invitation to one, all of them
    get("/me/organisations", organisations.own),
    post(
        "/me/organisations/{id}/members",
        organisations.invite,
        form=organisations.Invited,
        again=organisations.own,
        limit=LETTERS,
    ),
    post("/me/organisations/{id}/members/{member}/end", organisations.dismiss),
    get("/memberships/{token}", organisations.invitation),
    post("/memberships/{token}", organisations.join, limit=JOINED),
    get("/admin/organisations", organisations.index, allow=administrators),
    post(
        "/admin/organisations",
        organisations.create,
        form=organisations.Entered,
        again=organisations.index,
        allow=administrators,
    ),
    get("/admin/organisations/{id}", organisations.show, allow=administrators),
    post(
        "/admin/organisations/{id}/members",
        organisations.appoint,
        form=organisations.Invited,
        again=organisations.show,
        allow=administrators,
    ),
    post(
        "/admin/organisations/{id}/members/{member}/end",
        organisations.release,
        allow=administrators,
    ),
    post("/admin/organisations/{id}/end", organisations.end, allow=administrators),
)
