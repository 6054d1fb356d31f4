"""Two proposals are joined: each supporter answers from her own letter, and everyone reads it."""

import re
from email import message_from_bytes, policy

import pytest

from models import tally, vote
from models.database import transaction
from tests import people
from tests.browser.guest import Guest
from tests.notifications.post import send, use
from tests.sinks import MailSink

pytestmark = [pytest.mark.browser, pytest.mark.once]


def test_two_proposals_become_one_and_support_goes_along_with_whoever_says_so(
    town, site, open_page
):
    with transaction() as session:
        target = people.published(session, by=people.resident(session, "Nils"))
        duplicate = people.published(session, title="Cykelväg till stationen")
        target.threshold = duplicate.threshold = 50
        for name in ("Kim", "Maja", "Sten"):
            vote.support(session, duplicate.reference, people.resident(session, name).id)
        tally.recount(session, duplicate.reference)
        goes_on, doubles = target.reference, duplicate.reference
    guest = Guest(open_page(), site).is_(people.olga)
    guest.go(f"/submissions/{doubles}/merging")
    guest.write("Numret på ärendet som fortsätter", goes_on)
    guest.press("Visa vad som händer")
    guest.reads("3 får frågan om stödet ska flyttas")
    guest.write("Varför?", "Det är samma cykelväg.")
    guest.press("Slå ihop dem")
    with MailSink() as sink:
        use(town, smtp_url=sink.url, base_url=site)
        send()
        letters = {one.recipients[0]: _link(one.raw) for one in sink.wait_for(4)}
    assert letters["rosa@example.org"] == ""
    answered = (("Kim", "Flytta mitt stöd", "Ditt stöd är flyttat"),)
    answered += (("Maja", "Låt det ligga kvar", "Ditt stöd ligger kvar"),)
    for name, button, thanks in answered:
        guest.is_nobody().go(letters[f"{name.lower()}@example.org"])
        guest.reads("Flytta ditt stöd?")
        guest.press(button)
        guest.reads(thanks)
    guest.is_(lambda session: people.resident(session, "Sten")).go(f"/submissions/{doubles}")
    guest.press("Flytta mitt stöd")
    with transaction() as session:
        for reference in (goes_on, doubles):
            tally.recount(session, reference)
    guest.is_nobody().go(f"/submissions/{goes_on}")
    guest.reads("2 av 50", "2 flyttade det, 1 lät det ligga kvar, 0 har inte svarat.")
    guest.go(f"/submissions/{doubles}")
    guest.reads("Det fortsätter i", "Bygg en cykelväg längs ån")
    guest.is_(people.olga).go(f"/submissions/{doubles}/merging")
    guest.press("Skilj dem åt igen")
    guest.is_nobody().go(f"/submissions/{doubles}")
    guest.reads("3 av 50")


def _link(raw: bytes) -> str:
    """The address of the answer in one letter, as its text has it."""
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()
    found = re.search(r"/move-support/\S+", text)
    # Its author is told that the two were joined, and asked nothing.
    return found[0] if found else ""
