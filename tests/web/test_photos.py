"""One photo or document with a submission, without script: sent, seen, taken away, carried on."""

import io
import re
from html import unescape

import pytest
from PIL import Image

from models import calendar
from models.attachment import files
from models.attachment.row import Attachment, attachments
from models.calendar import DAY, SECOND
from models.database import table_of, transaction
from models.event import Event
from models.submission import submissions, take
from tests import pictures
from tests.parallel import at_once
from tests.web.visiting import count
from web.commands import scheduler
from web.intake import Intake

pytestmark = pytest.mark.once

TYPED = {
    "kind": "complaint",
    "title": "Mörkt på gångvägen",
    "text": "Lampan vid bron har varit släckt i två veckor.",
    "subject": "street-lights",
    "place": "Sjövägen 3",
    "answer_by": "email",
    "email": "rosa@example.org",
    "name": "Rosa",
    "shown": "unnamed",
}


def new_form(browser) -> dict[str, str]:
    page = browser.get("/submissions/new?kind=complaint")
    return TYPED | {"form_key": re.search(r'name="form_key" value="(\w+)"', page.text)[1]}


def sent_step(browser, form, file: bytes | None = None, *, name: str = "bild.jpg", **more):
    """Step 2 as a browser sends it: with a file, or with the empty part of an empty field."""
    chosen = (name, file) if file is not None else ("", b"")
    return browser.post(
        "/submissions/new", {"step": "2", "go": "next"} | form | more, files={"photo": chosen}
    )


def name_in(page) -> str:
    found = re.search(r'name="photo_name" value="([0-9a-f]*)"', page.text)
    return found[1] if found else ""


def handed_in(browser, form, **more) -> str:
    answer = browser.post("/submissions", form | more)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("/")[2]


def with_photo(browser, file: bytes | None = None, **more) -> tuple[str, str]:
    """Reference and name of a case that was handed in with a photo."""
    form = new_form(browser) | more
    form["photo_name"] = name_in(sent_step(browser, form, file or pictures.photo()))
    return handed_in(browser, form), form["photo_name"]


def row(name: str) -> Attachment:
    with transaction(write=False) as session:
        return session.get_one(
            Attachment,
            session.execute(attachments.select().where(attachments.c.name == name)).one().id,
        )


def test_a_photo_is_asked_for_with_the_place(site):
    page = site.browser().post("/submissions/new", TYPED | {"step": "1", "go": "next"})
    assert 'enctype="multipart/form-data"' in page.text
    assert "Avoid faces and number plates" in page.text
    assert 'type="file"' in page.text
    assert 'name="photo_alt"' in page.text


def test_where_no_place_is_asked_for_it_is_asked_for_with_the_answer(site):
    form = TYPED | {"subject": "schools", "place": ""}
    rosa = site.browser()
    page = rosa.post("/submissions/new", form | {"step": "1", "go": "next"})
    assert "Your answer" in page.text
    assert 'type="file"' in page.text
    done = rosa.post(
        "/submissions/new",
        form | {"step": "3", "go": "next"},
        files={"photo": ("a.png", pictures.photo(format="PNG"))},
    )
    assert (done.status_code, name_in(done) != "") == (200, True)
    assert "Check and send" in done.text


def test_only_the_step_that_asks_for_a_file_sends_one(site):
    for step in ("2", "3"):
        page = site.browser().post("/submissions/new", TYPED | {"step": step, "go": "next"})
        assert "multipart" not in page.text


def test_a_photo_travels_from_its_step_to_the_case(site):
    rosa = site.browser()
    form = new_form(rosa)
    third = sent_step(rosa, form, pictures.photo(), photo_alt="En släckt lampa vid bron")
    form |= {"photo_name": name_in(third), "photo_alt": "En släckt lampa vid bron"}
    assert len(form["photo_name"]) == 32
    assert "Your answer" in third.text
    check = rosa.post("/submissions/new", form | {"step": "3", "go": "next"})
    assert f'src="/attachments/{form["photo_name"]}"' in check.text
    assert 'alt="En släckt lampa vid bron"' in check.text
    reference = handed_in(rosa, form)
    kept = row(form["photo_name"])
    with transaction() as session:
        assert kept.submission_id == take(session, reference).id
    assert kept.alt == "En släckt lampa vid bron"
    page = rosa.get(f"/submissions/{reference}")
    assert f'src="/submissions/{reference}/attachments/{kept.name}/small"' in page.text
    assert 'alt="En släckt lampa vid bron"' in page.text


def test_a_photo_that_was_sent_is_shown_in_its_step_and_can_be_taken_away(site):
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.photo()))
    back = rosa.post("/submissions/new", form | {"step": "3", "go": "back"})
    assert f'src="/attachments/{form["photo_name"]}"' in back.text
    assert 'type="file"' not in back.text
    assert "Remove" in back.text
    without = rosa.post("/submissions/new", form | {"step": "2", "go": "no_photo"})
    assert (without.status_code, name_in(without)) == (200, "")
    assert 'type="file"' in without.text
    assert TYPED["place"] in without.text


def test_a_photo_is_kept_though_something_else_in_its_step_is_wrong(site):
    rosa = site.browser()
    page = sent_step(rosa, new_form(rosa), pictures.photo(), place="")
    assert page.status_code == 422
    assert name_in(page) != ""
    assert 'src="/attachments/' in page.text


def test_of_two_photos_the_second_is_sent(site):
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.photo()))
    second = name_in(sent_step(rosa, form, pictures.photo(200, 100)))
    assert second not in {"", form["photo_name"]}
    handed_in(rosa, form | {"photo_name": second})
    assert row(form["photo_name"]).submission_id is None
    assert row(second).submission_id is not None


WRONG = {
    "too large": (b"\xff\xd8\xff" + b"\0" * (10 * 1024 * 1024), "too large, 10 MB at most"),
    "far too large": (b"\xff\xd8\xff" + b"\0" * (70 * 1024 * 1024), "too large, 10 MB at most"),
    "no picture": (b"MZ\x90\0 a program", "We cannot read this file. Choose JPEG"),
    "empty": (b"", "We cannot read this file. Choose JPEG"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "Save it as JPEG"),
    "locked": (pictures.locked_pdf(), "locked with a password"),
    "a bomb": (pictures.png_of(30_000, 30_000), "50 million at most"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_with_a_file_stands_beside_its_field_and_no_word_is_lost(site, what):
    file, words = WRONG[what]
    rosa = site.browser()
    form = new_form(rosa)
    page = sent_step(rosa, form, file)
    assert page.status_code == 422
    assert "<title>Error:" in page.text
    assert unescape(page.text).count(words) == 2, "in the summary and at the field"
    assert 'href="#photo"' in page.text
    for name in ("title", "text", "place", "email", "name"):
        assert form[name] in unescape(page.text)
    assert count(attachments) == 0
    assert list(files.found(before=calendar.now() / SECOND + 60)) == []


def test_the_words_are_swedish_too(site):
    rosa = site.browser(language="sv")
    form = new_form(rosa)
    assert "Bilden är för stor, högst 10 MB" in sent_step(rosa, form, WRONG["too large"][0]).text
    assert "Vi kan inte läsa filen. Välj JPEG, PNG" in sent_step(rosa, form, b"x").text
    assert "Undvik ansikten och bilskyltar" in sent_step(rosa, form, b"x").text


def test_back_forgets_a_file_that_was_wrong(site):
    rosa = site.browser()
    page = sent_step(rosa, new_form(rosa), b"x", go="back")
    assert (page.status_code, "Tell us more" in page.text) == (200, True)


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd",
        "/etc/shadow",
        "C:\\windows\\system32\\con",
        "CON",
        "a" * 5000 + ".jpg",
        "bild.jpg\0.exe",
        "gpj.exe\u202e",
        "<script>alert(1)</script>.jpg",
        ".htaccess",
        "é" * 200,
    ],
)
def test_the_name_of_a_file_is_not_even_looked_at(site, name, town):
    rosa = site.browser()
    reference, kept = with_photo_named(rosa, name)
    lying = [path.name for path in (town.data / "files").rglob("*") if path.is_file()]
    assert sorted(lying) == [kept, f"{kept}.small"]
    page = rosa.get(f"/submissions/{reference}")
    assert "script>alert" not in page.text


def with_photo_named(browser, name: str) -> tuple[str, str]:
    form = new_form(browser)
    form["photo_name"] = name_in(sent_step(browser, form, pictures.photo(), name=name))
    return handed_in(browser, form), form["photo_name"]


def test_a_double_click_sends_the_photo_once(site):
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.photo()))
    first, second = rosa.post("/submissions", form), rosa.post("/submissions", form)
    assert first.headers["location"] == second.headers["location"]
    assert (count(submissions), count(attachments)) == (1, 1)


def test_the_photo_of_one_form_is_not_sent_with_another(site):
    """Somebody who goes back after sending and begins anew chooses it anew."""
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.photo()))
    handed_in(rosa, form)
    other = rosa.post("/submissions", new_form(rosa) | {"photo_name": form["photo_name"]})
    assert other.status_code == 422
    assert "Choose it once more" in other.text
    assert TYPED["text"] in other.text
    assert name_in(other) == ""
    assert count(submissions) == 1


@pytest.mark.parametrize("name", ["0" * 32, "../../secret-key", "x", "'; DROP TABLE attachment"])
def test_a_made_up_photo_is_not_there(site, name):
    rosa = site.browser()
    page = rosa.post("/submissions", new_form(rosa) | {"photo_name": name})
    assert page.status_code == 422
    assert count(submissions) == 0


def test_the_check_page_says_when_the_photo_was_kept_too_long_ago(site):
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.photo()))
    calendar.freeze(calendar.now() + 2 * DAY)
    scheduler.tick("one")
    page = rosa.post("/submissions/new", form | {"step": "3", "go": "next"})
    assert page.status_code == 422
    assert unescape(page.text).count("Choose it once more") == 2
    assert TYPED["text"] in page.text


def test_a_document_is_told_with_its_size(site):
    rosa = site.browser()
    form = new_form(rosa)
    form["photo_name"] = name_in(sent_step(rosa, form, pictures.plain_pdf(), name="a.jpg"))
    check = rosa.post("/submissions/new", form | {"step": "3", "go": "next"})
    assert "PDF, 1 kB" in check.text
    page = rosa.get(f"/submissions/{handed_in(rosa, form)}")
    assert "Document from the sender" in page.text


def test_when_the_disk_is_full_every_word_is_kept(site, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    rosa = site.browser()
    form = new_form(rosa)
    monkeypatch.setattr(files.tempfile, "TemporaryFile", full)
    page = sent_step(rosa, form, pictures.photo())
    assert page.status_code == 503
    assert "retry-after" in page.headers
    for name in ("title", "text", "place", "email"):
        assert form[name] in unescape(page.text)
    monkeypatch.undo()
    assert name_in(sent_step(rosa, form, pictures.photo())) != "", "and then it goes"


def test_when_too_many_send_at_once_the_next_one_is_asked_to_come_again(site, monkeypatch):
    monkeypatch.setattr(Intake, "_full", lambda self: True)
    rosa = site.browser()
    form = new_form(rosa)
    page = sent_step(rosa, form, pictures.photo())
    assert page.status_code == 503
    assert form["text"] in unescape(page.text)
    assert sent_step(rosa, form).status_code == 200, "whoever has no photo does not wait"


def test_a_form_with_a_file_for_a_field_of_words_says_so(site):
    rosa = site.browser()
    page = rosa.post(
        "/submissions/new",
        TYPED | {"step": "2", "go": "next"},
        files={"place": ("x.exe", b"MZ\x00\xff")},
    )
    assert page.status_code == 200, "the first of two fields with one name counts"
    form = {name: value for name, value in TYPED.items() if name != "place"}
    page = rosa.post(
        "/submissions/new", form | {"step": "2"}, files={"place": ("x.exe", b"MZ\x00\xff")}
    )
    assert page.status_code == 422
    assert "This has to be text, not a file" in page.text


def test_the_history_holds_a_mark_of_the_photo_and_nothing_that_tells_what_it_is(site):
    reference, name = with_photo(site.browser())
    with transaction(write=False) as session:
        facts = session.scalars(
            table_of(Event)
            .select()
            .with_only_columns(table_of(Event).c.facts)
            .where(table_of(Event).c.stream == f"submission-{reference}")
        ).first()
    kept = row(name)
    assert f'"attachment": {kept.id}' in facts or f'"attachment":{kept.id}' in facts
    assert kept.sha256 not in facts
    assert kept.name not in facts


def test_what_is_kept_is_upright_and_bare(site):
    _, name = with_photo(site.browser(), pictures.planted_jpeg())
    with files.opened(name, small=False) as file:
        kept = file.read()
    assert pictures.MARK.encode() not in kept
    assert Image.open(io.BytesIO(kept)).size == (320, 240)


def test_when_many_send_at_once_each_is_answered_and_the_site_goes_on(site, monkeypatch):
    """Bombs among them: what breaks is their own process, and who has to wait keeps her words."""
    monkeypatch.setattr("models.attachment.workshop.MEMORY", 160 * 1024 * 1024)
    sent = [pictures.photo(), pictures.png_of(6_900, 6_900, depth=8, colour=6), b"no picture"] * 8
    browsers = [site.browser() for _ in sent]
    form = new_form(browsers[0])
    answers = at_once(
        [lambda b=b, file=f: sent_step(b, form, file) for b, f in zip(browsers, sent, strict=True)]
    )
    assert {answer.status_code for answer in answers} == {200, 422, 503}
    for answer in answers:
        assert TYPED["text"] in unescape(answer.text)
    assert sent_step(browsers[0], form, pictures.photo()).status_code == 200
    assert browsers[0].get("/about").status_code == 200
