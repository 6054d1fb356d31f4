"""The whole site map, one table: address, handler, who may enter, limits."""

from web.entry import Entry, get, moderators, officials, post
from web.networks import Limit
from web.pages import (
    casework,
    casework_steps,
    decisions,
    desk,
    handing_in,
    handing_in_forms,
    register,
    start,
    submissions,
)

SUBMIT = Limit("submit", most=300, seconds=600)

ROUTES: tuple[Entry, ...] = (
    get("/", start.show, cached=True),
    get("/submissions", submissions.index, cached=True),
    post(
        "/submissions",
        handing_in.create,
        form=handing_in_forms.Whole,
        again=handing_in.again,
        limit=SUBMIT,
    ),
    get("/submissions/new", handing_in.new),
    post("/submissions/new", handing_in.step, writes=False),
    get("/submissions/{reference}", submissions.show, cached=True),
    get("/submissions/{reference}/receipt", handing_in.receipt),
    get("/s/{reference}", submissions.short),
    # What moderators judge
    get("/desk", desk.index, allow=moderators),
    get("/desk/{id}", desk.show, allow=moderators),
    post("/desk/{id}/claims", desk.claim, allow=moderators, again=desk.show),
    post(
        "/desk/{id}/verdicts",
        desk.give,
        allow=moderators,
        form=desk.VerdictForm,
        again=desk.show,
    ),
    get("/moderation-log", register.index, cached=True),
    # What officials decide and do
    get("/decisions", decisions.index, cached=True),
    get("/decisions/{id}", decisions.show, cached=True),
    get("/casework", casework.index, allow=officials),
    get("/casework/{reference}", casework.show, allow=officials),
    *(
        post(
            f"/submissions/{{reference}}/{noun}",
            handler,
            form=form,
            again=casework.show,
            allow=officials,
        )
        for noun, handler, form in casework_steps.VERBS
    ),
)
