"""Taking part in a dialogue as a person: whoever is not signed in gets a link that leads back here.

An account of her own she needs not: the link makes her a person whom we know by her address alone,
and signs her in. What is asked is the same of every address (spec T09).
"""

from typing import Any

from sqlalchemy import Row

from models import asking, person, support_rules
from models.asking import About
from models.token import Purpose
from web.answers import Answer, Shown
from web.pages.dialogue_head import head
from web.pages.reaching import Where, offered
from web.visit import Visit


def knock(visit: Visit, row: Row[Any], *, back: str, title: str, occasion: bool = False) -> Answer:
    """Send the link to the address of the form; it leads to `back`, a page of this dialogue: of
    an `occasion`, or where she takes part. Raises as the form does, TooMany, and NotAllowed for an
    address that the town lets support nothing.
    """
    where = Where.read(visit.values)
    support_rules.check(visit.site.reviewing.support, network=visit.network, address=where.address)
    place = person.reach(visit.session, offered(visit.site, where.channel), where.address)
    asking.ask(
        visit.session,
        Purpose.SIGN_IN,
        place.id,
        where.channel,
        where.address,
        about=About(name=back),
        language=visit.language,
    )
    return Shown(
        "dialogues/sent.html",
        {
            "dialogue": head(visit, row),
            "channel": where.channel.value,
            "address": where.shown,
            "back": back,
            "back_title": title,
            "occasion": occasion,
        },
    )
