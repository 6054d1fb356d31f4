"""The part of the site map that is showing who one is once more, and by what."""

from web.entry import Entry, get, post
from web.pages import factors, stepping_up
from web.pages.reaching import LETTERS
from web.pages.stepping_up import CODES

FACTORS: tuple[Entry, ...] = (
    get("/sign-in/factor", stepping_up.show),
    post(
        "/sign-in/factor",
        stepping_up.create,
        form=stepping_up.Typed,
        again=stepping_up.again,
        limit=CODES,
    ),
    # Both asked for by the script beside a passkey's button.
    post("/sign-in/factor/challenge", stepping_up.challenge, limit=CODES),
    post(
        "/sign-in/factor/passkey",
        stepping_up.passkey,
        form=stepping_up.Signed,
        again=stepping_up.again,
        limit=CODES,
    ),
    get("/sign-in/again", stepping_up.once_more),
    post(
        "/sign-in/again",
        stepping_up.send,
        form=stepping_up.Chosen,
        again=stepping_up.once_more_again,
        limit=LETTERS,
    ),
    get("/me/factors", factors.index),
    post("/me/factors/challenge", factors.challenge, limit=CODES),
    post("/me/factors/passkeys", factors.passkey, form=factors.Made, again=factors.index),
    post("/me/factors/apps", factors.app, form=factors.Named, again=factors.index),
    get("/me/factors/apps/{id}", factors.app_show),
    post(
        "/me/factors/apps/{id}", factors.app_confirm, form=stepping_up.Typed, again=factors.app_show
    ),
    post("/me/factors/codes", factors.codes),
    post("/me/factors/{id}/removal", factors.remove),
)
