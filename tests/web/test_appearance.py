"""Appearance: a draft of the whole site for administrators who ask for it, and for nobody else."""

from models import profile
from models.configuration import draft
from models.database import transaction
from models.profile_file import read
from models.settings.fields import PROFILE, ROOT
from tests import people
from tests.web.settings_forms import typed
from web import town

HOME = "/admin/appearance"
PLUM = "#A8568A"
FOLDER = (ROOT / PROFILE).parent
LOGO = (FOLDER / "ljungvalla-day.svg").read_bytes()
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def drafted(ada, files=None, **values: str):
    return ada.post(HOME, typed(ada.get(HOME)) | values, files=files)


def tried(ada):
    """The draft as she sees it on the start page."""
    assert ada.post(f"{HOME}/trial").headers["location"] == "/"
    return ada.get("/").text


def test_a_draft_is_worn_by_whoever_asks_for_it_and_by_nobody_else(site, ada):
    logos = {"logo_light": ("day.svg", LOGO), "logo_dark": ("night.png", PIXEL)}
    words = {"greeting_sv": "Vad gäller det?", "greeting_en": "What is it about now?"}
    assert drafted(ada, logos, colour=PLUM, site_name="Plommontorget", **words).status_code == 303
    for seen in (ada.get("/").text, site.browser().get("/").text):
        assert "Plommontorget" not in seen
    page = tried(ada)
    for what in ("Plommontorget", "What is it about now?", f"{HOME}/logos/light", PLUM):
        assert what in page
    assert "Nobody else does" in page
    css = ada.get(f"{HOME}/site.css")
    assert f"--brand: {PLUM}" in css.text
    assert ada.get(f"{HOME}/logos/light").content == LOGO
    assert ada.get(f"{HOME}/logos/dark").headers["content-type"] == "image/png"
    for answer in (ada.get("/"), css, ada.get(f"{HOME}/logos/light")):
        assert "no-store" in answer.headers["cache-control"]
    # The cookie opens nothing by itself, and what is done is done as everybody sees it.
    with transaction() as session:
        olga = people.olga(session)
    for browser in (site.browser(), site.browser().sign_in(olga)):
        browser.cookies.set("draft", "1", domain="127.0.0.1")
        assert "Plommontorget" not in browser.get("/").text
        assert browser.get(f"{HOME}/site.css").status_code == 404
        assert browser.get(f"{HOME}/logos/light").status_code == 404
    ada.post(f"{HOME}/trial/end")
    assert "Plommontorget" not in ada.get("/").text


def test_a_draft_is_begun_to_be_used_and_taken_back(site, ada):
    drafted(ada, colour=PLUM, site_name="Plommontorget")
    page = ada.get(HOME).text
    assert "#A8568A is used as it is." in page
    assert "#B26897 is used instead, so that it can be read." in page
    assert "Contrast to the page 4.8" in page
    version = typed(ada.get(HOME))
    done = ada.post(f"{HOME}/use", version)
    assert done.status_code == 303
    town.forget()
    assert "Plommontorget" in site.browser().get("/").text
    with transaction(write=False) as session:
        assert draft.read(session) is None
    ada.post(f"{done.headers['location']}/undo")
    with transaction(write=False) as session:
        assert profile.site(session) == read(ROOT / PROFILE).site


def test_two_draw_at_once_and_the_second_keeps_what_she_typed(ada):
    hers = typed(ada.get(HOME)) | {"site_name": "Hennes torg"}
    drafted(ada, site_name="Hans torg")
    answer = ada.post(HOME, hers)
    assert answer.status_code == 409
    assert "Hennes torg" in answer.text
    assert "Hans torg" in answer.text
    assert "Somebody changed the draft" in answer.text
    assert ada.post(f"{HOME}/withdrawal", {"draft": "1"}).status_code == 409
    assert ada.post(f"{HOME}/withdrawal", typed(ada.get(HOME))).status_code == 303
    with transaction(write=False) as session:
        assert draft.read(session) is None


def test_what_cannot_be_a_logo_or_a_colour_is_told_at_its_field(ada):
    script = LOGO.replace(b"<g ", b"<script>alert(1)</script><g ")
    answer = drafted(ada, {"logo_light": ("a.svg", script)}, colour="plum", site_name="Torget!")
    assert answer.status_code == 422
    assert "Torget!" in answer.text
    assert "The logo holds something that does not draw" in answer.text
    answer = drafted(ada, {"logo_dark": ("a.svg", LOGO)}, colour="plum")
    assert "Two logos are needed" in answer.text
    assert "Enter the colour like #0B5A5E" in drafted(ada, colour="plum").text
