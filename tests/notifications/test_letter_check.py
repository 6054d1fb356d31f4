"""The judge of every letter of the suite: one that found nothing would prove nothing."""

import pytest

from notifications.mail import compose
from tests import letter_check
from tests.notifications.letters import TOWN, mail

VERP = TOWN.bounce_address(mail())
TO = ("rosa@example.org",)
PAGE = '<html lang="sv"><p>Hej. <a href="https://torget.example/x">Läs</a></p></html>'
GOOD = compose(mail(text="Hej. https://torget.example/x\n", html=PAGE), TOWN)


def judged(raw, sender=VERP, to=TO):
    letter_check.judge(sender, to, raw)
    return " ".join(letter_check.taken())


def test_a_sound_letter_passes():
    assert judged(GOOD) == ""


@pytest.mark.parametrize(
    ("was", "becomes", "found"),
    [
        (b"To: rosa", b"To: sam", "To says"),
        (b"Auto-Submitted: auto-generated", b"X-A: b", "Auto-Submitted"),
        (b"Date: ", b"X-Date: ", "Date"),
        (b"Subject: ", b"Bcc: sam@example.org\r\nSubject: ", "has Bcc"),
        (b"X-Auto-Response-Suppress", b"X-Other", "answering machines"),
        (b":sv:torget", b":xx:torget", "Feedback-ID"),
        (b"multipart/alternative", b"multipart/mixed", "multipart/mixed"),
        (b'lang=3D"sv"', b'lang=3D"en"', "sent as sv"),
        (b"Hej. https://torget.example/x", b"Hej.", "finds no"),
        (b"<p>Hej", b"<img src=3Dx><p>Hej", "fetches img"),
        (b"List-Id", b"List-Unsubscribe: <https://x.example/u>\r\nList-Id", "half of one-click"),
    ],
)
def test_what_is_wrong_is_found(was, becomes, found):
    assert was in GOOD
    assert found in judged(GOOD.replace(was, becomes, 1))


def test_an_envelope_that_loses_bounces_or_shows_others_is_found():
    assert "bounce would be lost" in judged(GOOD, sender="svar@torget.example")
    assert "see each other" in judged(GOOD, to=(*TO, "sam@example.org"))
