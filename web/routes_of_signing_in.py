"""The part of the site map that is signing in and out."""

from web.entry import Entry, get, post
from web.pages import printed, signing_in
from web.pages.reaching import LETTERS

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
    # Before the address of a link, which would take them for its token.
    get("/sign-in/{token}", signing_in.show),
    post("/sign-in/{token}", signing_in.enter),
    post("/sign-in/{token}/renewal", signing_in.renew, limit=LETTERS),
    get("/find-my-case", printed.new),
    post("/find-my-case", printed.open_case, form=printed.Printed, again=printed.again),
    post("/sign-out", signing_in.leave),
)
