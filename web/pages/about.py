"""The site about itself, and the letters of a demo."""

import datetime as dt

from models import demo_message
from models.calendar import DAY
from models.errors import NotFound
from models.personal import USES, Kept
from models.retention.rules import Rule, in_force
from models.retention.what import What
from models.session import IDLE
from models.settings import settings
from web import dressing, language, oidc_trip
from web.answers import Answer, Shown
from web.pages.confirming import PRESSED
from web.pages.reaching import shown
from web.pages.receipts import A_MONTH
from web.responses import FRESH, session_cookie
from web.unit import KEY_COOKIE
from web.visit import Visit

ASSESSED_ON = dt.date(2026, 11, 22)
"""When the accessibility of every page was last assessed; the act asks for the date."""

STORES = {"draft": "draft.…", "sent": "draft-sent", "unkept": "draft-unkept"}
"""What site.js keeps in the browser, by the code of its words: the names it is kept under."""

LASTING = 10.0
SECONDS_A_DAY = 24 * 3600


def about(visit: Visit) -> Answer:
    """What we promise, show and keep, and who we are."""
    rules = visit.site.proposals
    return Shown("about.html", {"threshold": rules.threshold, "days": rules.days}, lasting=LASTING)


def privacy(visit: Visit) -> Answer:
    """Information under articles 13 and 14 of the GDPR, from the register of what is stored."""
    uses = [
        {"code": code, "basis": use.basis, "kept": use.kept, "fields": list(use.fields)}
        for code, use in USES.items()
        if use.kept is not Kept.DEMO or settings().demo
    ]
    rules = in_force(visit.session)
    # A night comes at most a day after something is due.
    short = 1 + max(rules[what].days for what in (What.LIMITS, What.FORMS))
    return Shown(
        "privacy.html",
        {
            "uses": uses,
            "signed_in_days": IDLE // DAY + rules[What.SESSIONS].days,
            "short_days": short,
            "rules": [
                {"what": rule.what.value, "days": rule.days, "basis": _basis(rule, visit.language)}
                for rule in rules.values()
                if rule.applies and _is_told(rule.what)
            ],
        },
        lasting=LASTING,
    )


def _basis(rule: Rule, language: str) -> str:
    return rule.basis_en if language == "en" else rule.basis_sv


def _is_told(what: What) -> bool:
    return what is not What.DEMO or settings().demo


def cookies(visit: Visit) -> Answer:
    """Every cookie there is, with how long it stays, and what else a browser keeps for us."""
    return Shown(
        "cookies.html",
        {
            "cookies": [
                {"code": "session", "name": session_cookie(), "days": IDLE // DAY},
                {"code": "language", "name": language.COOKIE, "days": 365},
                {"code": "case", "name": KEY_COOKIE, "days": A_MONTH // SECONDS_A_DAY},
                {"code": "pressed", "name": PRESSED, "days": 0},
                {"code": "fresh", "name": FRESH.name, "days": 0},
                {"code": "trip", "name": oidc_trip.name(), "days": 0},
                {"code": "look", "name": dressing.COOKIE, "days": 0},
            ],
            "stores": [{"code": code, "name": name} for code, name in STORES.items()],
        },
        lasting=LASTING,
    )


def minority_languages(visit: Visit) -> Answer:
    """Rights of the national minorities (2009:724, 3 §: whoever may have them is told)."""
    return Shown("minority_languages.html", {"area": visit.site.minority_area}, lasting=LASTING)


def accessibility(visit: Visit) -> Answer:
    """The statement that the act (2018:1937) asks for."""
    return Shown("accessibility.html", {"assessed_on": ASSESSED_ON}, lasting=LASTING)


def outbox(visit: Visit) -> Answer:
    """Demo mode only: every message, as its reader would see it."""
    if not settings().demo:
        raise NotFound
    return Shown(
        "demo/outbox.html",
        {
            "messages": [
                {
                    "channel": message.channel.value,
                    "to": shown(message.channel, message.address),
                    "subject": message.subject,
                    "text": message.text,
                    "at": message.at,
                }
                for message in demo_message.newest(visit.session)
            ]
        },
    )
