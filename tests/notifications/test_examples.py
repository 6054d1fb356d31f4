"""An example of every kind of letter: complete, marked as a test, leading nowhere."""

import re

import pytest

from models.settings import settings
from notifications import examples
from notifications.sms.segments import downgrade, segments
from templates.environment import FOLDER
from tests.notifications.kinds import SITE

pytestmark = pytest.mark.once

EXAMPLES = [
    (kind, channel, language)
    for kind, channels in examples.kinds().items()
    for channel in channels
    for language in ("sv", "en")
]
LINK = re.compile(r"https?://[^\s<>\"]+")
MARK = {"sv": "[Prov] ", "en": "[Test] "}


def made(kind, channel, language):
    return examples.example(kind, channel, "you@example.org", SITE, language)


def test_there_is_an_example_of_every_letter_and_text_message():
    mails = {path.name for path in (FOLDER / "mail").iterdir() if path.is_dir()}
    texts = {path.stem for path in (FOLDER / "sms").glob("[!_]*.txt")}
    known = examples.kinds()
    assert {kind for kind in known if "email" in known[kind]} == mails
    assert {kind for kind in known if "sms" in known[kind]} == texts
    assert known.keys() == mails | texts


@pytest.mark.parametrize(("kind", "channel", "language"), EXAMPLES)
def test_every_kind_has_an_example_on_each_of_its_channels_in_both_languages(
    kind, channel, language
):
    letter = made(kind, channel, language)
    begins = letter.subject if channel == "email" else letter.text
    assert begins.startswith(MARK[language])
    assert len(begins) > len(MARK[language])
    assert SITE.name in letter.text
    if channel == "email":
        # Whoever works here is not asked to ring.
        foot = r"\n\n(Hellre prata\?|Prefer to talk\?|Du får det här mejlet|You get this e-mail) "
        assert re.search(foot, letter.text)
    assert not re.search(r"<start>|%\(|\bNone\b|&lt;", letter.text + letter.html)


@pytest.mark.parametrize(("kind", "channel", "language"), EXAMPLES)
def test_an_example_leads_to_the_start_page_alone(kind, channel, language):
    letter = made(kind, channel, language)
    assert set(LINK.findall(letter.text + letter.html)) <= {settings().base_url}
    assert (letter.delivery_id, letter.thread_root, letter.unsubscribe_url) == (0, None, None)
    assert letter.receipt_urls == {}
    # Nobody's case: the first one of a year has the number 1.
    assert set(re.findall(r"\d{4}-\d{5}", letter.text)) <= {"2026-00000"}


@pytest.mark.parametrize(
    ("kind", "language"), [(kind, of) for kind, by, of in EXAMPLES if by == "sms"]
)
def test_a_text_message_costs_as_little_as_a_real_one(kind, language):
    assert segments(downgrade(made(kind, "sms", language).text)).parts <= 2
