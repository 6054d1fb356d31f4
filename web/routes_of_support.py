"""The part of the site map that is about support: moved by its own person, doubted, taken away."""

from web.entry import Entry, get, moderators, post, staff
from web.networks import Limit
from web.pages import merging, moving, support_batches, support_desk, support_taken

PRESSED = Limit("support", most=120, seconds=600)
"""Buttons of letters about support."""

SUPPORT: tuple[Entry, ...] = (
    get("/move-support/{token}", moving.show),
    post(
        "/move-support/{token}",
        moving.press,
        form=moving.MoveForm,
        again=moving.show,
        limit=PRESSED,
    ),
    post("/submissions/{reference}/support-move", moving.from_case, form=moving.MoveForm),
    get("/support/{token}", support_taken.show),
    post("/support/{token}", support_taken.press, limit=PRESSED),
    get("/submissions/{reference}/merging", merging.show, allow=staff),
    post(
        "/submissions/{reference}/merging",
        merging.join,
        form=merging.MergeForm,
        again=merging.show,
        allow=staff,
    ),
    post(
        "/submissions/{reference}/parting",
        merging.part,
        form=merging.PartForm,
        again=merging.show,
        allow=staff,
    ),
    # Before the address of an item, which would take it for a number.
    get("/desk/support", support_desk.index, allow=staff),
    get("/desk/support/{reference}", support_desk.show, allow=staff),
    post(
        "/desk/support/{reference}/batches",
        support_batches.propose,
        form=support_batches.ProposeForm,
        again=support_desk.show,
        allow=moderators,
    ),
    post(
        "/desk/support/batches/{id}/confirmation",
        support_batches.confirm,
        form=support_batches.CountForm,
        allow=moderators,
    ),
    post("/desk/support/batches/{id}/dropping", support_batches.drop, allow=moderators),
    post("/desk/support/batches/{id}/undoing", support_batches.undo, allow=moderators),
    post("/desk/support/findings/{id}/clearing", support_batches.clear, allow=moderators),
    post(
        "/desk/support/batches/{id}/objections/{vote}",
        support_batches.objection,
        form=support_batches.ObjectionForm,
        allow=moderators,
    ),
)
