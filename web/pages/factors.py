"""How staff show that it is them: passkeys, apps and codes on paper; list, add, take away.

Everything here is behind a moment's proof: of the factor for whoever has one, so that neither an
open screen nor a read mailbox can put in another (ASVS 6.3.7, 7.5.1).
"""

from typing import Annotated

from models import factor, factor_app, factor_codes, factor_passkey, keys, stepping_up
from models.calendar import now
from models.errors import Invalid, NotFound
from models.viewer import FRESH
from web.answers import Answer, Go, Plain, Shown
from web.forms import Form, words
from web.pages.me import addresses
from web.pages.squares import square
from web.pages.stepping_up import AGAIN, FACTORS, Typed, providers, session_of
from web.signed_out import towards_factor
from web.visit import Visit

HERE = FACTORS
GROUP = 4
"""Letters of an app's secret that stand together, to be typed."""


class Named(Form):
    name: Annotated[str, words(60)] = ""


class Made(Named):
    credential: Annotated[str, words(factor_passkey.LONGEST_ANSWER)] = ""


def index(visit: Visit) -> Answer:
    """What she has, and what she can add."""
    return _led_away(visit) or _page(visit)


def challenge(visit: Visit) -> Answer:
    """What the browser shall make a passkey by; asked for by script when the button is pressed."""
    if _led_away(visit) is not None:
        raise NotFound
    wanted = factor_passkey.wanted(
        visit.session, visit.viewer, site=visit.site.site_name, whose=_called(visit)
    )
    return Plain(wanted, media="application/json")


def passkey(visit: Visit) -> Answer:
    """The browser has made a passkey."""
    away = _led_away(visit)
    if away is not None:
        return away
    made: Made = visit.form
    if not factor_passkey.add(visit.session, visit.viewer, made.credential, made.name):
        # The challenge is used up all the same, so this is answered and not raised.
        visit.errors = [Invalid("passkey", "not_made")]
        return _page(visit, status=422)
    return _added(visit)


def app(visit: Visit) -> Answer:
    """A new app, which counts once its first code has come."""
    away = _led_away(visit)
    if away is not None:
        return away
    named: Named = visit.form
    return Go(f"{HERE}/apps/{factor_app.begin(visit.session, _who(visit), named.name)}")


def app_show(visit: Visit) -> Answer:
    """The secret of an app that waits for its first code: as a link, a drawing and letters."""
    return _led_away(visit) or _app_page(visit)


def app_confirm(visit: Visit) -> Answer:
    """The first code of an app: it has the secret, and its clock is right."""
    away = _led_away(visit)
    if away is not None:
        return away
    typed: Typed = visit.form
    digits = "".join(typed.code.split())
    if not factor_app.confirm(visit.session, _who(visit), visit.number("id"), digits):
        raise Invalid("code", "wrong")
    return _added(visit)


def remove(visit: Visit) -> Answer:
    """Take one away; never the last one of somebody who works here."""
    away = _led_away(visit)
    if away is not None:
        return away
    works = visit.viewer.works_here
    factor.remove(visit.session, _who(visit), visit.number("id"), needs_one=works)
    return Go(HERE)


def codes(visit: Visit) -> Answer:
    """Ten new codes on paper in place of the old ones, shown this once."""
    away = _led_away(visit)
    if away is not None:
        return away
    if not factor.has(visit.session, _who(visit)):
        raise NotFound
    return _paper(factor_codes.make(visit.session, _who(visit), again=True))


def _added(visit: Visit) -> Answer:
    """She has it in her hands, so her browser is strong; the first one brings codes on paper."""
    cookie = session_of(stepping_up.just_made(visit.session, visit.viewer))
    if factor_codes.left(visit.session, _who(visit)):
        return Go(HERE, (cookie,))
    made = _paper(factor_codes.make(visit.session, _who(visit)))
    return Shown(made.template, made.context, cookies=(cookie,))


def _led_away(visit: Visit) -> Answer | None:
    """Where whoever may not be here just now is led; None for whoever may. Raises NotFound for
    residents: for them a letter is enough.
    """
    viewer = visit.viewer
    if viewer.person_id is None:
        return Go(f"/sign-in?next={HERE}")
    if factor.has(visit.session, viewer.person_id):
        return None if viewer.showed_factor else Go(towards_factor(HERE))
    if not viewer.works_here:
        raise NotFound
    if providers(visit, HERE, strong=True):
        # She shows her factor at a provider: her mailbox alone must not put another beside it.
        return None if viewer.showed_factor else Go(towards_factor(HERE))
    return None if viewer.begun_at > now() - FRESH else Go(f"{AGAIN}?next={HERE}")


def _page(visit: Visit, *, status: int = 200) -> Shown:
    rows = factor.of_person(visit.session, _who(visit))
    return Shown(
        "factors/index.html",
        {
            "factors": [row._asdict() for row in rows],
            "removes": len(rows) > 1 or not visit.viewer.works_here,
            "room": len(rows) < factor.MOST,
            "left": factor_codes.left(visit.session, _who(visit)),
            "passkeys": bool(factor_passkey.host()),
            "values": dict(visit.values),
            "errors": visit.errors,
        },
        status=status,
    )


def _app_page(visit: Visit) -> Shown:
    secret = factor_app.secret(visit.session, _who(visit), visit.number("id"))
    address = factor_app.address(secret, whose=_called(visit), site=visit.site.site_name)
    return Shown(
        "factors/app.html",
        {
            "action": visit.path.partition("?")[0],
            "address": address,
            "code": square(address),
            "secret": " ".join(secret[at : at + GROUP] for at in range(0, len(secret), GROUP)),
            "values": dict(visit.values),
            "errors": visit.errors,
        },
    )


def _paper(made: list[str]) -> Shown:
    return Shown("factors/codes.html", {"codes": [keys.grouped(code) for code in made]})


def _called(visit: Visit) -> str:
    """What tells this account from her others in a list on her telephone."""
    return visit.viewer.name or ", ".join(addresses(visit))


def _who(visit: Visit) -> int:
    if visit.viewer.person_id is None:
        raise NotFound
    return visit.viewer.person_id
