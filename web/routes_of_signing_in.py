"""The part of the site map that is signing in and out."""

from web.entry import Entry, abroad, get, post
from web.networks import Limit
from web.pages import printed, providers, signing_in
from web.pages.reaching import LETTERS

ABROAD = Limit("providers", most=900, seconds=600)
"""A whole office behind one address comes in the morning, and each asks twice."""

SIGNING_IN: tuple[Entry, ...] = (
    get("/sign-in", signing_in.new),
    post(
        "/sign-in",
        signing_in.create,
        form=signing_in.Wanted,
        again=signing_in.again,
        limit=LETTERS,
    ),
    post("/sign-in/demo", signing_in.enter_demo),
    # Through a provider of identities
    abroad(
        "/sign-in/with/{provider}",
        providers.go_first,
        providers.go_on,
        again=providers.failed,
        limit=ABROAD,
    ),
    abroad(
        "/sign-in/with/{provider}/callback",
        providers.arrive_first,
        providers.arrive,
        again=providers.failed,
        writes=True,
        limit=ABROAD,
    ),
    get("/sign-in/with/{provider}/left", providers.left),
    abroad(
        "/sign-in/with/{provider}/leave",
        providers.leave_first,
        providers.go_on,
        again=providers.stays,
        limit=ABROAD,
    ),
    # Before the address of a link, which would take them for its token.
    get("/sign-in/{token}", signing_in.show),
    post("/sign-in/{token}", signing_in.enter),
    post("/sign-in/{token}/renewal", signing_in.renew, limit=LETTERS),
    get("/find-my-case", printed.new),
    post("/find-my-case", printed.open_case, form=printed.Printed, again=printed.again),
    post("/sign-out", signing_in.leave),
)
