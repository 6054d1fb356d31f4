"""The part of the site map that is following: asking for updates, and changing them by a link."""

from web.entry import Entry, get, post
from web.pages import (
    instead,
    subscriptions,
    subscriptions_erasing,
    subscriptions_managing,
    unsubscribing,
)
from web.pages.reaching import LETTERS

FOLLOWING: tuple[Entry, ...] = (
    get("/subscriptions/new", subscriptions.new),
    post("/subscriptions/new", instead.show, writes=False),
    post(
        "/subscriptions",
        subscriptions.create,
        form=subscriptions.Wish,
        again=subscriptions.again,
        limit=LETTERS,
    ),
    get("/subscriptions/{token}", subscriptions_managing.manage),
    get("/subscriptions/{token}/messages", subscriptions_managing.messages),
    post("/subscriptions/{token}/stop", subscriptions_managing.stop_all),
    post("/subscriptions/{token}/resumption", subscriptions_managing.resume_all),
    post(
        "/subscriptions/{token}/pause",
        subscriptions_managing.rest,
        form=subscriptions_managing.Until,
        again=subscriptions_managing.manage,
    ),
    post("/subscriptions/{token}/pause/end", subscriptions_managing.go_on),
    get("/subscriptions/{token}/erasure/new", subscriptions_erasing.new),
    post("/subscriptions/{token}/erasure", subscriptions_erasing.create),
    post("/subscriptions/{token}/wishes/{wish}/stop", subscriptions_managing.stop),
    post("/subscriptions/{token}/wishes/{wish}/resumption", subscriptions_managing.resume),
    post(
        "/subscriptions/{token}/wishes/{wish}",
        subscriptions_managing.change,
        form=subscriptions_managing.Much,
        again=subscriptions_managing.manage,
    ),
    get("/u/{token}", unsubscribing.show),
    post("/u/{token}", unsubscribing.stop, machine=True),
    post("/u/{token}/resumption", unsubscribing.resume),
)
