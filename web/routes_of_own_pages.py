"""The part of the site map that is a person's own pages."""

from web.entry import Entry, get, post
from web.pages import (
    me,
    my_details,
    own_address_links,
    own_addresses,
    own_data,
    own_erasure,
    own_identity,
    own_lists,
    signing_in,
)
from web.pages.reaching import LETTERS

OWN: tuple[Entry, ...] = (
    get("/me", me.show),
    get("/me/details", my_details.show),
    post("/me/name", my_details.name, form=my_details.Named, again=my_details.show),
    post("/me/language", my_details.language, form=my_details.Spoken, again=my_details.show),
    post("/me/mail", my_details.mail, form=my_details.StaffMail, again=my_details.show),
    post("/me/identities/{id}/removal", own_identity.remove),
    post("/me/sessions/end", my_details.end_others),
    post("/me/sessions/{id}/end", my_details.end_one),
    get("/me/comments", own_lists.comments, needs=("comments",)),
    get("/me/supports", own_lists.supports, needs=("proposals",)),
    get("/me/addresses", own_addresses.index),
    post(
        "/me/addresses",
        own_addresses.create,
        form=signing_in.Wanted,
        again=own_addresses.new,
        limit=LETTERS,
    ),
    # Before the address of one of them, which would take it for a number.
    get("/me/addresses/new", own_addresses.new),
    post("/me/addresses/waiting/end", own_addresses.give_up),
    get("/me/addresses/{id}/replacement", own_addresses.replacement),
    post(
        "/me/addresses/{id}/replacement",
        own_addresses.replace,
        form=own_addresses.Replaced,
        again=own_addresses.replacement,
        limit=LETTERS,
    ),
    get("/me/addresses/{id}/removal", own_addresses.removal),
    post("/me/addresses/{id}/removal", own_addresses.remove),
    get("/new-address/{token}", own_address_links.show),
    post("/new-address/{token}", own_address_links.confirm),
    get("/old-address/{token}", own_address_links.show_undo),
    post("/old-address/{token}", own_address_links.undo),
    get("/me/data", own_data.show),
    post("/me/data/downloads", own_data.create),
    get("/downloads/{token}", own_data.download),
    post("/downloads/{token}", own_data.fetch),
    get("/me/erasure", own_erasure.new),
    post("/me/erasure", own_erasure.create, form=own_erasure.Chosen, again=own_erasure.new),
)
