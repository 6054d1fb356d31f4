"""A text message takes two parts, whatever residents call their cases (NT-7, NT-19)."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import templates
from notifications.sms.fitting import PARTS, fitted
from notifications.sms.segments import downgrade, segments
from tests.notifications.kinds import CASES, SITE

pytestmark = pytest.mark.once

TEXTS = {path.stem for path in (Path(templates.__file__).parent / "sms").glob("[!_]*.txt")}
BASE = "https://torget.ornskoldsvik.se"
LONG_TOWN = SimpleNamespace(**{**vars(SITE), "name": "Örnsköldsviks kommun"})
KEY = "k" * 30
UNIT = "Samhällsbyggnadsförvaltningens gatuenhet"
TITLES = [
    "Mörkt och halt på gångvägen mellan Storgatan och Norra skolan, " * 3,
    "Å" * 200,
    "👩‍👩‍👧‍👦 Lekplats i Björkparken för alla barn, stora och små, året om 🎉",
    "Тёмная дорожка у школы и сломанный фонарь на углу",
    "[{}]€~^|" * 20,
]


def longest(context, title):
    """The same with the longest names, titles, numbers and addresses that are likely."""
    made = {**context, "site": LONG_TOWN}
    own = "?k=" in context.get("url", "")
    if context.get("title"):
        made["title"] = title
    if context.get("target_title"):
        made["target_title"] = title
    if "unit" in context:
        made["unit"] = UNIT
    if "/submissions/" in context.get("url", ""):
        made["url"] = f"{BASE}/submissions/2026-00123" + (f"?k={KEY}" if own else "")
    elif "url" in context:
        made["url"] = f"{BASE}/confirm/1234567.{KEY}"
    return made


def rendered(kind, context, language):
    return fitted(
        lambda said: templates.render(f"sms/{kind}.txt", language, **said).strip(),
        context,
        language,
        lambda text: text,
    )


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("title", TITLES)
def test_every_message_takes_two_parts_with_the_longest_names(language, title):
    wrong = []
    for kind, said in CASES:
        if kind not in TEXTS:
            continue
        for stop in ("", f"{BASE}/u/c1234567.{KEY}"):
            context = longest(said, title) | {"stop_url": stop}
            text = downgrade(rendered(kind, context, language), language)
            size = segments(text)
            if size.encoding != "gsm7" or size.parts > PARTS:
                wrong.append((kind, size, len(text), text))
    assert wrong == []


def test_a_decision_by_a_sender_of_letters_takes_two_parts_and_keeps_its_title():
    decided = next(context for kind, context in CASES if kind == "decided" and context["title"])
    context = longest(decided, "Fler lampor längs gångvägen vid Norra skolan och Storgatan")
    text = rendered("decided", context | {"stop_url": f"{BASE}/u/1234567.{KEY}"}, "sv")
    assert "Fler lampor längs gångvägen vid Norra skolan och Storgatan" in text
    assert segments(downgrade(text)).parts == 2


def test_a_short_message_is_as_it_was():
    context = {"site": SITE, "title": "Mörkt på ”gångvägen”", "reference": "2026-00123"}
    context |= {"url": "https://torg.example/s/2026-00123", "stop_url": "", "corrected": False}
    assert '"Mörkt på "gångvägen""' in downgrade(rendered("answered", context, "sv"))


@given(st.text(max_size=300), st.integers(0, 120))
def test_a_title_is_cut_with_dots_and_only_when_it_must(title, more):
    context = {"title": title or "x"}
    text = fitted(lambda said: said["title"], context, "sv", lambda said: said + "y" * more)
    assert segments(text).encoding == "gsm7"
    assert len(text) <= 60
    assert text.strip()
    if len(title) > 61 and title.isascii() and title.isprintable() and "  " not in title:
        assert text.endswith("...") or text in title
