"""The site about itself: what it says is what the software does (spec L1, L15, L18, L20 to L22)."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from models.database import transaction
from models.personal import USES, Kept
from models.profile import site as in_force
from tests import people
from tests.house.source import ROOT, modules, none_of
from web.answers import Cookie
from web.pages.about import STORES

pytestmark = pytest.mark.once

SCRIPT = (ROOT / "web" / "static" / "site.js").read_text("utf-8")
LANGUAGES = ("sv", "en")


@pytest.fixture
def read(site):
    def page(path: str, language: str = "sv") -> str:
        answer = site.browser(language=language).get(path)
        assert answer.status_code == 200
        return answer.text

    return page


@pytest.fixture
def profile(site):
    with transaction(write=False) as session:
        return in_force(session)


# Personal details


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_purpose_field_basis_and_term_has_its_words(site, language):
    import templates

    words = templates.environment(language).get_template("_privacy.html")
    said = words.make_module({"signed_in_days": 14, "short_days": 2})
    codes = {
        "purposes": set(USES),
        "reasons": set(USES),
        "bases": {use.basis for use in USES.values()},
        "terms": {use.kept for use in USES.values()},
        "fields": {field for use in USES.values() for field in use.fields},
    }
    for name, needed in codes.items():
        known = getattr(said, name)
        assert set(known) == needed, name
        assert all(known.values()), name


def test_the_notice_names_every_stored_field_with_purpose_basis_and_term(read):
    page = read("/privacy", "en")
    for use in USES.values():
        if use.kept is not Kept.DEMO:
            assert page.count("<dt>By what right</dt>") == len(USES) - 1
    for words in (
        "Your name, if you give it",
        "article 6.1 e",
        "article 6.1 a",
        "Until you sign out",
    ):
        assert words in page
    assert "What would have been sent" not in page, "it stores no letters but in a demonstration"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_names_who_is_responsible_and_where_to_complain(read, profile, language):
    page = read("/privacy", language)
    told = [
        getattr(profile, f"controller_{language}"),
        profile.officer_email,
        profile.officer_phone,
        "https://www.imy.se",
        profile.phone,
    ]
    none_of([words for words in told if words not in page])


# Cookies, and what else a browser keeps


def _set_by_code() -> set[str]:
    """The name of every cookie that our code makes, found by reading it."""
    names = set()
    for module, path in modules().items():
        if not module.startswith("web."):
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == Cookie.__name__:
                made = compile(ast.Expression(node.args[0]), str(path), "eval")
                names.add(eval(made, vars(importlib.import_module(module))))  # noqa: S307  # ours
    return names


def test_every_cookie_that_the_code_can_set_is_told_of(read):
    names = _set_by_code()
    assert {"session", "language", "key", "fresh", "trip"} <= names
    page = read("/cookies")
    none_of([name for name in names if f"<dt>{name}</dt>" not in page])
    assert len(re.findall("<dt>", page.partition("<footer")[0])) == len(names) + len(STORES)


def test_everything_the_script_keeps_is_told_of(read):
    kept = re.findall(r"Storage\.setItem\((\w+)", SCRIPT)
    assert len(kept) == SCRIPT.count("Storage.setItem") > 0
    names = {re.search(rf'\b{name} = "([^"]+)"', SCRIPT)[1] for name in kept}
    assert names == {name.rstrip("…") for name in STORES.values()}
    assert not re.search(r"document\.cookie|indexedDB|caches\.|serviceWorker|openDatabase", SCRIPT)
    page = read("/cookies")
    assert all(f"<dt>{name}" in page for name in names)


# Accessibility, minority languages, who runs the site


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_has_every_part_the_act_asks_for(read, profile, language):
    page = read("/accessibility", language)
    parts = {
        "the actor": profile.name,
        "the service": profile.site_name,
        "how far it complies": {"sv": "delvis förenlig", "en": "partly compliant"}[language],
        "what is lacking": "WCAG 1.1.1",
        "what is out of scope": "(9 §)",
        "the burden": "(12 §)",
        "the date": "22 november 2026" if language == "sv" else "22 November 2026",
        "the method": {"sv": "egen bedömning", "en": "own assessment"}[language],
        "how to tell us": 'href="/submissions/new?kind=complaint"',
        "the authority": "https://www.digg.se/tdosanmalan",
    }
    none_of([what for what, words in parts.items() if words.lower() not in page.lower()])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_five_languages_and_the_rights_are_told_of(read, language):
    page = read("/minority-languages", language)
    for tongue in ("fi", "yi", "fit", "rom", "se"):
        assert f'lang="{tongue}"' in page
    assert "(9 §" in page
    assert "(8 §" not in page, "the town is in no administrative area"


def test_it_is_told_who_runs_the_site(read, profile):
    page = read("/about", "en")
    assert profile.run_by_en in page
    assert 'href="/moderation-log"' in page


@pytest.mark.parametrize("path", ["/", "/about", "/submissions", "/decisions", "/nothing"])
def test_every_page_says_how_to_reach_us_by_phone_e_mail_and_post(site, profile, path):
    foot = site.browser().get(path).text.partition("<footer")[2]
    for words in (profile.phone, f"mailto:{profile.email}", profile.address):
        assert words in foot
    for page in ("about", "privacy", "cookies", "accessibility", "minority-languages"):
        assert f'href="/{page}"' in foot


# The head of a page


def test_a_public_page_can_be_shared_and_shows_nothing_of_others(site, profile):
    page = site.browser().get("/about").text
    head = page.partition("</head>")[0]
    meta = dict(re.findall(r'<meta property="(og:[\w:]+)" content="([^"]*)">', head))
    assert meta["og:title"] == "About this site"
    assert meta["og:site_name"] == profile.site_name
    assert meta["og:description"] == re.search(r'name="description" content="([^"]*)"', head)[1]
    assert meta["og:url"] == "http://127.0.0.1:8000/about"
    assert f'<link rel="canonical" href="{meta["og:url"]}">' in head
    picture = site.browser().get(meta["og:image"].removeprefix("http://127.0.0.1:8000"))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content[16:24] == (1200).to_bytes(4) + (630).to_bytes(4)


@pytest.mark.parametrize("path", ["/submissions/new", "/sign-in", "/nothing", "/find-my-case"])
def test_a_page_that_is_not_for_everyone_has_no_preview(site, path):
    head = site.browser().get(path).text.partition("</head>")[0]
    assert "og:" not in head
    assert "canonical" not in head


def test_a_case_that_is_not_shown_has_no_preview_for_its_author_either(site):
    with transaction() as session:
        rosa = people.rosa(session)
        hidden = people.a_submission(session, by=rosa, shown=False).reference
        shown = people.published(session, byline="Rosa").reference
    browser = site.browser().sign_in(rosa)
    page = browser.get(f"/submissions/{hidden}")
    assert page.status_code == 200
    for secret in ("og:", "canonical", 'name="description"'):
        assert secret not in page.text.partition("</head>")[0]
    assert "og:title" in site.browser().get(f"/submissions/{shown}").text


def test_the_icons_are_there_in_the_colour_of_the_town(site):
    browser = site.browser()
    head = browser.get("/about").text.partition("</head>")[0]
    icons = re.findall(r'<link rel="(?:icon|apple-touch-icon)" href="([^"]+)"', head)
    assert [Path(icon).suffix for icon in icons] == [".png", ".svg", ".png"]
    small, drawn, large = (browser.get(icon).content for icon in icons)
    for picture, side in ((small, 32), (large, 180)):
        assert picture[16:24] == side.to_bytes(4) * 2
        assert picture[picture.find(b"PLTE") + 4 :][:3] == bytes.fromhex("0B5A5E")
    assert b"#0B5A5E" in drawn
    assert '<meta name="theme-color" content="#0B5A5E"' in head


def test_where_one_is_is_marked_in_the_menu_below_its_first_page_too(site):
    browser = site.browser()
    assert '<a href="/decisions" aria-current="page">' in browser.get("/decisions").text
    assert '<a href="/submissions" aria-current="page">' in browser.get("/submissions?kind=").text
    new = browser.get("/submissions/new").text
    assert '<a href="/submissions/new" aria-current="page">' in new
    assert '<a href="/submissions" aria-current' not in new
