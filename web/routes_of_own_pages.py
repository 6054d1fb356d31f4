"""The part of the site map that is a person's own pages."""

from web.entry import Entry, get, post
from web.pages import me, my_details, own_identity

OWN: tuple[Entry, ...] = (
    get("/me", me.show),
    get("/me/details", my_details.show),
    post("/me/name", my_details.name, form=my_details.Named, again=my_details.show),
    post("/me/language", my_details.language, form=my_details.Spoken, again=my_details.show),
    post("/me/mail", my_details.mail, form=my_details.StaffMail, again=my_details.show),
    post("/me/identities/{id}/removal", own_identity.remove),
    post("/me/sessions/end", my_details.end_others),
    post("/me/sessions/{id}/end", my_details.end_one),
)
