"""The operator's table of limits, written from the limits themselves.

`python -m tests.house.limits_table` puts it between the marks in docs/operations.md.
"""

import re
from collections.abc import Iterator

from models import asking, creating, downloading, printed, received, sanctions, stepping_up
from models.person import Channel
from moderation import report_letters
from tests.house.source import ROOT
from web.intake import UPLOADS
from web.limits import ALL, EACH
from web.pages.reaching import LETTERS
from web.pages.votes import A_DAY
from web.routes import ROUTES

PAGE = ROOT / "docs" / "operations.md"
BETWEEN_MARKS = re.compile(r"(?<=<!-- limits -->\n).*?(?=<!-- /limits -->)", re.DOTALL)
OF_ROUTES = {
    "submit": "handing in a case or an appeal",
    "letters": "forms that make us write to somebody",
    "reports": "telling us about a text",
    "factor": "showing a second factor",
    "providers": "signing in with a provider of identities",
    "memberships": "answering an invitation of an organisation",
    "rehearsals": "rehearsing a dialogue",
    "panels": "answering an invitation to a panel",
    "receipts": "looking up the receipt of a ballot",
    "rating": "answering a statement of a dialogue",
    "statement": "adding a statement to a dialogue",
    "door": "asking for a link that leads into a dialogue",
    "voices": "saying something by the short form of a dialogue",
    "bounces": "letters that came back, from a mail provider",
    "solved": "saying that a frequent question was enough",
    "support": "buttons of letters about support",
    "review_appeals": "asking us to look at a decision again",
    "csp": "reports of browsers on our own pages",
}
"""What each limit of the site map is for."""
PURPOSES = {
    "subscription": "letters that confirm updates",
    "sign_in": "letters that sign in",
    "invitation": "letters that offer a role",
    "new_address": "letters to a new address",
}
WINDOWS = {60: "minute", 300: "5 minutes", 600: "10 minutes", 900: "15 minutes"} | {
    3600: "hour",
    86_400: "day",
}
Line = tuple[str, str, int, int]


def lines() -> Iterator[Line]:
    """What is counted, by what, at most how many, in so many seconds."""
    yield ("any form of a page", "network", ALL.most, ALL.seconds)
    yield ("any form of a page", "signed-in browser", EACH.most, EACH.seconds)
    yield ("letters that confirm support", "network", LETTERS.most, LETTERS.seconds)
    yield ("letters that confirm support", "network", A_DAY.most, A_DAY.seconds)
    for limit in sorted({one.limit for one in ROUTES if one.limit}, key=lambda one: one.name):
        yield (OF_ROUTES[limit.name], "network", limit.most, limit.seconds)
    yield ("photos and documents", "network", UPLOADS.most, UPLOADS.seconds)
    yield from _of_letters()
    yield from _of_people()


def _of_letters() -> Iterator[Line]:
    for channel, what in ((Channel.EMAIL, "e-mail address"), (Channel.SMS, "mobile number")):
        for most, seconds in asking.PER_ADDRESS[channel]:
            yield ("letters and texts with a button, whoever asks", what, most, seconds)
    for purpose, limits in asking.PER_PURPOSE.items():
        for most, seconds in limits:
            yield (f"of these, {PURPOSES[purpose.value]}", "address or number", most, seconds)
    for digits, limits in asking.PER_BLOCK.items():
        for most, seconds in limits:
            yield ("texts with a button", f"{10**digits} numbers in a row", most, seconds)
    yield ("receipts of what was told about texts", "e-mail address", *report_letters.PER_ADDRESS)


def _of_people() -> Iterator[Line]:
    for made, limits in creating.PER_PERSON.items():
        for most, seconds in limits:
            yield (f"{made.value}s of one resident", "person", most, seconds)
    yield ("texts of somebody restricted", "person", *sanctions.RESTRICTED_WRITES)
    yield ("wrong codes for a case", "network, and case", printed.TRIES, printed.WINDOW)
    for most, seconds in stepping_up.TRIES:
        yield ("wrong codes of a second factor", "person", most, seconds)
    yield ("downloads of one's own record", "person", downloading.MOST, downloading.WITHIN)
    yield ("text messages that residents send us", "number", received.PER_NUMBER, received.A_DAY)
    yield ("text messages that residents send us", "town", received.PER_DAY, received.A_DAY)


def limits_table() -> str:
    rows = ["| what | counted by | at most | in |", "|---|---|---|---|"]
    rows += [
        f"| {what} | {per} | {most} | {WINDOWS[seconds]} |" for what, per, most, seconds in lines()
    ]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(BETWEEN_MARKS.sub(lambda _: limits_table(), PAGE.read_text("utf-8")))
