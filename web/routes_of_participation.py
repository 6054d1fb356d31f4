"""The part of the site map about who takes part, under which name, and who is protected."""

from web.entry import Entry, get, post
from web.pages import declaring, my_details, own_protection, residents

PARTICIPATION: tuple[Entry, ...] = (
    post("/me/declaration/withdrawal", declaring.withdraw),
    post(
        "/me/protection",
        own_protection.change,
        form=own_protection.Protection,
        again=my_details.show,
    ),
    post("/me/page", residents.turn_on, form=residents.Named, again=my_details.show),
    post("/me/page/end", residents.turn_off),
    post("/me/page/texts", residents.choose),
    get("/residents/{slug}", residents.show),
)
