"""The part of the site map where moderators judge what residents write."""

from web.entry import Entry, get, moderators, post
from web.pages import desk

REVIEW: tuple[Entry, ...] = (
    get("/desk", desk.index, allow=moderators),
    get("/desk/{id}", desk.show, allow=moderators),
    post("/desk/{id}/claims", desk.claim, allow=moderators, again=desk.show),
    post(
        "/desk/{id}/pictures",
        desk.picture,
        allow=moderators,
        form=desk.PictureForm,
        again=desk.show,
    ),
    post(
        "/desk/{id}/verdicts",
        desk.give,
        allow=moderators,
        form=desk.VerdictForm,
        again=desk.show,
    ),
    post(
        "/submissions/{reference}/reviews",
        desk.look_again,
        allow=moderators,
        form=desk.LookForm,
    ),
)
