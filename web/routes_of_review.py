"""The part of the site map where moderators judge what residents write."""

from web.entry import Entry, get, moderators, post
from web.pages import desk, desk_claims, desk_done, desk_fine, desk_item, desk_next
from web.routes_of_verdicts import VERDICTS

REVIEW: tuple[Entry, ...] = (
    get("/desk", desk.index, allow=moderators),
    get("/desk/counts", desk.counts, allow=moderators),
    get("/desk/next", desk_next.show, allow=moderators),
    post("/desk/next", desk_next.create, allow=moderators, form=desk_next.NextForm),
    get("/desk/fine", desk_fine.show, allow=moderators),
    post(
        "/desk/bulk-verdicts",
        desk_fine.create,
        allow=moderators,
        form=desk_fine.PublishForm,
        again=desk_fine.show,
    ),
    post("/desk/undoings", desk_done.undo, allow=moderators, form=desk_done.UndoForm),
    post(
        "/desk/undoings/several",
        desk_done.undo_several,
        allow=moderators,
        form=desk_done.UndoSeveralForm,
    ),
    post(
        "/submissions/{reference}/reviews",
        desk.look_again,
        allow=moderators,
        form=desk.LookForm,
    ),
)

ITEMS: tuple[Entry, ...] = (
    # After every address of a name below /desk, which it would take for an item's number.
    get("/desk/{id}", desk_item.show, allow=moderators),
    post(
        "/desk/{id}/claims",
        desk_claims.claim,
        allow=moderators,
        form=desk_claims.ClaimForm,
        again=desk_item.show,
    ),
    post("/desk/{id}/presence", desk_claims.present, allow=moderators),
    post(
        "/desk/{id}/pictures",
        desk_item.picture,
        allow=moderators,
        form=desk_item.PictureForm,
        again=desk_item.show,
    ),
    *VERDICTS,
)
