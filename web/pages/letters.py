"""Letters that did not arrive: why, and sending them again."""

from models import address, undelivered
from models.bounce import BounceKind
from models.errors import NotFound
from models.statuses import meaning, status_in
from web import log
from web.answers import Answer, Go, Shown
from web.pages.paging import cut, integers
from web.visit import Visit

HERE = "/casework/letters"
OURS = ("internal", "interrupted", "slow", "unsafe", "too_large")
RELAY = ("connection", "session", "ambiguous", "no_gateway")


def index(visit: Visit) -> Answer:
    """The newest first; one reason alone by `?code=`."""
    seen = undelivered.hers(visit.session, visit.viewer)
    code = visit.query.get("code", "")[:60]
    after = integers(visit.query.get("after", ""), 1)
    rows, following = cut(
        undelivered.page(visit.session, seen, after=after[0] if after else None, code=code),
        HERE,
        "id",
        size=undelivered.PAGE,
    )
    again = integers(visit.query.get("again", ""), 1)
    return Shown(
        "casework/letters.html",
        {
            "rows": [
                {
                    **row._asdict(),
                    "address": address.masked(row.address),
                    "channel": row.channel.value,
                    "reference": row.reference or "",
                    "reason": reason(row.code),
                }
                for row in rows
            ],
            "codes": [
                {"code": one, "count": count, "reason": reason(one)}
                for one, count in undelivered.codes(visit.session, seen)
            ],
            "code": code,
            "again": again[0] if again else None,
            "most": undelivered.MOST_AT_ONCE,
            "next_url": following + (f"&code={code}" if code and following else ""),
            "first_url": (f"{HERE}?code={code}" if code else HERE) if after else "",
        },
    )


def reason(code: str) -> str:
    """What a code means, as the words of the page know it."""
    if code.startswith(OURS):
        return "ours"
    if code == "mailbox_full":
        return BounceKind.FULL.value
    if code.startswith(RELAY) or "_421" in code:
        return "relay"
    kind = meaning(status_in(code))
    if kind is not None:
        return kind.value
    return "refused" if code else "unknown"


def send_again(visit: Visit) -> Answer:
    """One letter. Refused with the reason when it may not go."""
    number = visit.number("id")
    undelivered.send_again(visit.session, undelivered.hers(visit.session, visit.viewer), number)
    log.write("letters_again", count=1, by=visit.viewer.person_id)
    return Go(f"{HERE}?again=1")


def send_all_again(visit: Visit) -> Answer:
    """Every letter that failed for one reason."""
    code = visit.values.get("code", "")[:60]
    if not code:
        raise NotFound
    count = undelivered.send_all_again(
        visit.session, undelivered.hers(visit.session, visit.viewer), code
    )
    log.write("letters_again", count=count, by=visit.viewer.person_id)
    return Go(f"{HERE}?again={count}")
