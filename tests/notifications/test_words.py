"""Every letter in both languages: complete, plain, safe and short enough."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import UndefinedError, meta, nodes

import templates
from models import states
from notifications.sms.segments import downgrade, segments
from tests.notifications.kinds import CASES, KINDS, MAILED, OWN, PUBLIC, SITE, TITLE

FOLDER = Path(templates.__file__).parent
MAILS = {path.name: path for path in (FOLDER / "mail").iterdir() if path.is_dir()}
TEXTS = {path.stem: path for path in (FOLDER / "sms").glob("[!_]*.txt")}
LANGUAGES = ("sv", "en")
TEXTED = [(kind, context) for kind, context in CASES if kind not in MAILED]
DECLARED = re.compile(r"context: ([a-z_ ]+)")


def mail(kind, context, language):
    names = (f"mail/{kind}/{part}" for part in ("subject.txt", "body.txt", "body.html"))
    subject, text, html = (templates.render(name, language, **context) for name in names)
    return subject.strip(), text, html


def sms(kind, context, language):
    return templates.render(f"sms/{kind}.txt", language, **context).strip()


class Page(HTMLParser):
    """What a reader of HTML sees, where its links lead and which elements it has."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.elements = [], [], {}
        self._skipped = False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.setdefault(tag, []).append(dict(attrs))
        self._skipped = tag in {"style", "title"}
        if tag == "a":
            self.links.append(dict(attrs)["href"])

    def handle_endtag(self, tag):
        self._skipped = False

    def handle_data(self, data):
        if not self._skipped:
            self.words.extend(data.split())


def plain(text):
    return re.sub(r"(?m)^> ?", "", text).split()


def test_there_is_a_letter_and_a_text_message_of_every_kind():
    assert set(MAILS) == set(KINDS)
    assert set(TEXTS) == (set(KINDS) - MAILED) | {"stop_confirmed", "text_help"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "context"), CASES)
def test_the_page_says_the_same_as_the_text(kind, context, language):
    _, text, html = mail(kind, context, language)
    page = Page(html)
    button = [plain(label) for label in re.findall(r'class="act" href="[^"]*">([^<]*)<', html)]
    seen = page.words
    for words in button:
        at = next(i for i in range(len(seen)) if seen[i : i + len(words)] == words)
        seen = seen[:at] + seen[at + len(words) :]
    assert seen == plain(text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "context"), CASES)
def test_a_letter_fetches_nothing_and_shows_where_every_link_leads(kind, context, language):
    _, text, html = mail(kind, context, language)
    page = Page(html)
    assert page.elements["html"] == [{"lang": language}]
    assert {"name": "color-scheme", "content": "light dark"} in page.elements["meta"]
    assert "prefers-color-scheme: dark" in html
    assert not page.elements.keys() & {"img", "script", "link", "iframe", "form", "object", "b"}
    assert "url(" not in html
    assert "@import" not in html
    assert len(html.encode()) < 100_000
    for link in page.links:
        assert link.startswith("https://torg.exempelby.example/")
        assert link in text
        assert link in page.words


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "context"), CASES)
def test_a_letter_says_why_one_gets_it_and_whom_to_ring(kind, context, language):
    _, text, _ = mail(kind, context, language)
    hours = "Öppet vardagar 8–16.30." if language == "sv" else "Open weekdays 8:00–16:30."
    # Whoever works here is not asked to ring the service centre.
    at_work = "work" in context["reasons"]
    assert ("08-123 45 00" in text, hours in text) == (not at_work, not at_work)
    why = "Du får det här mejlet för att" if language == "sv" else "You get this e-mail because"
    assert text.count(why) == len(context["reasons"])
    for link in (context["stop_url"], context["manage_url"]):
        assert link in text
    assert not re.search(r"\n{3}| \n|\A\n|%\(|\bNone\b", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "context"), CASES)
def test_a_letter_about_a_case_names_it_with_the_news_in_the_first_sentence(
    kind, context, language
):
    subject, text, _ = mail(kind, context, language)
    first = text.split("\n", 1)[0]
    assert len(subject.splitlines()) == 1
    assert "[" not in subject
    if kind in {"sign_in", "there_is_an_answer"} or not context["reference"]:
        assert "2026-" not in first
        return
    assert context["reference"] in first
    assert context["title"] in first
    assert context["place"] in text


def test_one_that_is_not_public_is_named_by_its_number_alone():
    for kind, context in CASES:
        if context.get("title") == "":
            for language in LANGUAGES:
                said = mail(kind, context, language)
                said += () if kind in MAILED else (sms(kind, context, language),)
                assert not any("Storgatan" in part or "Mörkt" in part for part in said)


def test_an_unconfirmed_address_learns_that_there_is_an_answer_and_no_more():
    context = next(context for kind, context in CASES if kind == "there_is_an_answer")
    subject, text, _ = mail("there_is_an_answer", context, "sv")
    assert subject == "Det finns ett svar"
    assert text.startswith(f"Det finns ett svar.\n\nLäs svaret: {context['url']}\n")


@pytest.mark.parametrize(("kind", "context"), TEXTED)
def test_a_swedish_text_message_is_gsm_and_at_most_three_parts(kind, context):
    title = {"title": ("Mörkt på gångvägen vid ”Storgatan” – igen… " * 5)[:200]}
    long = title if context.get("title") else {}
    for stop in ("", context["stop_url"]):
        text = downgrade(sms(kind, context | long | {"stop_url": stop}, "sv"))
        size = segments(text)
        assert size.encoding == "gsm7"
        assert size.parts <= 3, (size, text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "context"), TEXTED)
def test_a_text_message_is_one_line_with_who_news_link_and_stop(kind, context, language):
    text = sms(kind, context, language)
    assert text.startswith("Exempelby kommun: ")
    assert "\n" not in text
    assert "  " not in text
    assert context["url"] in text
    stops = "STOPP" in text or bool(context["stop_url"] and context["stop_url"] in text)
    buttons = {"confirm_contact", "sign_in", "new_address", "address_changed", "taking_over"}
    assert stops == (kind not in buttons)


def test_the_pattern_of_a_text_message_is_the_one_people_know():
    context = {"site": SITE, "stop_url": "", "corrected": False, **PUBLIC}
    context |= {"title": "Mörkt på gångvägen", "url": "https://torg.example/s/2026-00123"}
    assert downgrade(sms("answered", context, "sv")) == (
        'Exempelby kommun: Svar om "Mörkt på gångvägen" (2026-00123). '
        "Läs: https://torg.example/s/2026-00123 Sluta: svara STOPP"
    )


def test_stop_is_answered_once():
    text = sms("stop_confirmed", {"site": SITE}, "sv")
    assert text == (
        "Exempelby kommun: Du får inga fler sms från oss. "
        "Svara STARTA om du ångrar dig, eller ring 08-123 45 00."
    )
    assert segments(text).parts == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_ruling_and_status_has_its_words(language):
    for kind, name, codes in (
        ("closed", "outcome", states.Outcome),
        ("decided", "ruling", states.Ruling),
        ("status_moved", "status", states.Status),
    ):
        context = next(context for of, context in CASES if of == kind)
        for code in codes:
            assert mail(kind, context | {name: code}, language)[0]
            assert sms(kind, context | {name: code}, language)


@pytest.mark.parametrize(
    ("kind", "missing"), [("answered", "unit"), ("decided", "ruling"), ("refused", "appeal_by")]
)
def test_a_letter_without_one_of_its_values_is_an_error_and_never_a_gap(kind, missing):
    context = next(context for of, context in CASES if of == kind)
    without = {name: value for name, value in context.items() if name != missing}
    with pytest.raises(UndefinedError, match=missing):
        mail(kind, without, "sv")


def declared(path):
    found = DECLARED.search(path.read_text())
    return set(found[1].split()) if found else set()


def asked(name):
    """What a template and those it builds on ask for and do not make themselves."""
    return _needed(name) - _made(name) - templates.environment("sv").globals.keys()


def _tree(name):
    return templates.environment("sv").parse((FOLDER / name).read_text())


def _built_on(name):
    family = name.partition("/")[0]
    return [
        found
        for found in _referenced(name)
        if found.startswith(tuple(f"{family}/{base}" for base in ("_base", "_case", "_part")))
    ]


def _referenced(name):
    """Also both that a letter is built on which may be a part of another."""
    for node in _tree(name).find_all((nodes.Extends, nodes.Import)):
        one = node.template
        for found in (one.expr1, one.expr2) if isinstance(one, nodes.CondExpr) else (one,):
            yield found.value


def _needed(name):
    return meta.find_undeclared_variables(_tree(name)).union(*map(_needed, _built_on(name)))


def _made(name):
    """Names that a template sets or imports at its top; its blocks know them."""
    tree = _tree(name)
    made = {node.target for node in tree.find_all(nodes.Import)}
    made |= {node.target.name for node in tree.find_all((nodes.Assign, nodes.AssignBlock))}
    return made.union(*map(_made, _built_on(name)))


@pytest.mark.parametrize("kind", sorted(MAILS))
def test_a_family_of_letters_declares_exactly_what_it_asks_for(kind):
    names = [f"mail/{kind}/{part}" for part in ("subject.txt", "body.txt", "body.html")]
    base = declared(FOLDER / "mail/_base.txt")
    if "mail/_case.txt" in (FOLDER / names[1]).read_text():
        base |= declared(FOLDER / "mail/_case.txt") | declared(FOLDER / "mail/_part.txt")
    assert set().union(*map(asked, names)) == base | declared(FOLDER / names[1])


@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_text_message_declares_exactly_what_it_asks_for(kind):
    text = TEXTS[kind].read_text()
    known = declared(TEXTS[kind])
    for base in ("_base", "_case"):
        known |= declared(FOLDER / f"sms/{base}.txt") if f"sms/{base}.txt" in text else set()
    if "sms/_case.txt" in text:
        known |= declared(FOLDER / "sms/_base.txt")
    if "block stop" in text:
        known -= {"stop_url"}
        assert asked(f"sms/{kind}.txt") - {"stop_url"} == known
    else:
        assert asked(f"sms/{kind}.txt") == known


def test_the_cases_of_this_test_are_of_both_sorts():
    assert {context.get("title", "") for _, context in CASES} == {"", TITLE}
    assert OWN["title"] == ""
