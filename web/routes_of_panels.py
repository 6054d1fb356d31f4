"""The part of the site map about panels: groups that are asked again and again."""

from web.entry import Entry, get, officials, post
from web.networks import Limit
from web.pages import panels, panels_staff

ON = ("dialogues",)
ANSWERED = Limit("panels", most=60, seconds=600)

PANELS: tuple[Entry, ...] = (
    get("/panels/invitations/{token}", panels.invitation, needs=ON),
    post(
        "/panels/invitations/{token}",
        panels.answer,
        form=panels.Answered,
        again=panels.invitation,
        limit=ANSWERED,
        needs=ON,
    ),
    get("/panels/{slug}", panels.show, cached=True, needs=ON),
    get("/panels/{slug}/samples/{sample}.csv", panels.sample, cached=True, needs=ON),
    get("/me/panels", panels.own, needs=ON),
    post("/me/panels/{id}/end", panels.leave, needs=ON),
    get("/casework/panels", panels_staff.index, allow=officials, needs=ON),
    post(
        "/casework/panels",
        panels_staff.create,
        form=panels_staff.Begun,
        again=panels_staff.index,
        allow=officials,
        needs=ON,
    ),
    get("/casework/panels/{id}", panels_staff.show, allow=officials, needs=ON),
    *(
        post(
            f"/casework/panels/{{id}}/{what}",
            handler,
            form=form,
            again=panels_staff.show,
            allow=officials,
            needs=ON,
        )
        for what, handler, form in (
            ("members", panels_staff.invite, panels_staff.Named),
            ("dialogues", panels_staff.ask, panels_staff.Asked),
        )
    ),
    post("/casework/panels/{id}/end", panels_staff.end, allow=officials, needs=ON),
)
