"""The poster of a dialogue, by whoever leads it: the question, a square code and a short link."""

from models.calendar import now
from models.dialogue import finding, voices
from models.dialogue.days import last_day
from models.settings import settings
from web.answers import Answer, Shown
from web.pages.dialogue_staff import led, told
from web.pages.squares import square
from web.visit import Visit


def poster(visit: Visit) -> Answer:
    """To be printed and put where people are."""
    row = led(visit)
    short = f"{settings().base_url}/h/"
    planned = finding.phases_of(visit.session, row.id)
    closes = [one.closes_at for one in planned if one.kind in voices.KINDS]
    return Shown(
        "casework/dialogues/here/poster.html",
        {
            "dialogue": told(visit, row),
            "short": short.partition("://")[2],
            "code": square(f"{short}{row.reference}"),
            "panel": row.panel_id is not None,
            "until": last_day(max(closes)) if closes and max(closes) > now() else None,
            "said": voices.count(visit.session, row.id),
        },
    )
