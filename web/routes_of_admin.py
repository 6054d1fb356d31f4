"""The part of the site map that is administration: people, invitations, the access log."""

from web.entry import Entry, administrators, auditors, get, post
from web.pages import (
    admin,
    admin_forms,
    admin_invitations,
    admin_log,
    admin_people,
    admin_person,
    invitations,
    retention,
)
from web.pages.reaching import LETTERS

_PERSON = "/admin/people/{id}"

ADMIN: tuple[Entry, ...] = (
    get("/admin", admin.show, allow=auditors),
    get("/admin/people", admin_people.index, allow=administrators),
    get(_PERSON, admin_person.show, allow=administrators),
    *(
        post(
            f"{_PERSON}/{noun}",
            handler,
            form=form,
            again=admin_person.show,
            allow=administrators,
        )
        for noun, handler, form in (
            ("appointments", admin_person.give, admin_forms.AppointmentForm),
            ("appointments/{appointment}", admin_person.change, admin_forms.ChangeForm),
            ("appointments/{appointment}/end", admin_person.end, admin_forms.Known),
            ("name", admin_person.name, admin_forms.NameForm),
            ("suspension", admin_person.suspend, admin_forms.SuspensionForm),
            ("suspension/end", admin_person.restore, None),
            ("sessions/end", admin_person.sign_out, None),
            ("factors/reset", admin_person.reset_factor, None),
            ("protection", admin_person.protect, None),
            ("protection/end", admin_person.unprotect, None),
        )
    ),
    get("/admin/invitations", admin_invitations.index, allow=administrators),
    post(
        "/admin/invitations",
        admin_invitations.create,
        form=admin_forms.InvitationForm,
        again=admin_invitations.index,
        allow=administrators,
    ),
    post(
        "/admin/invitations/{id}/withdrawal",
        admin_invitations.withdraw,
        again=admin_invitations.index,
        allow=administrators,
    ),
    post(
        "/admin/invitations/{id}/letters",
        admin_invitations.send_again,
        again=admin_invitations.index,
        allow=administrators,
    ),
    get("/invitations/{token}", invitations.show),
    post("/invitations/{token}", invitations.accept, limit=LETTERS),
    get("/admin/log", admin_log.index, allow=auditors),
    get("/admin/retention", retention.show, allow=auditors),
)
