"""Who gets a photo or a document, how it goes out, and what moderators and officials do with it."""

import io
import os
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from models import answer, calendar
from models.attachment import files
from models.attachment.row import add, attachments, stage
from models.attachment.workshop import take_in
from models.calendar import DAY, SECOND
from models.database import table_of, transaction
from models.event import Event
from models.states import Kind, Publication
from models.submission import Submission, take, tracking_key
from models.verdict import Judgement
from tests import people, pictures
from tests.moderation import room
from tests.web.test_casework import DECISION
from tests.web.visiting import count
from web.commands import scheduler

pytestmark = pytest.mark.once


def stored(file: bytes = b""):
    with files.incoming() as upload:
        upload.write(file or pictures.photo())
        upload.flush()
        return take_in(upload)


def a_case(kind=Kind.COMPLAINT, *, file: bytes = b"", alt: str = "En lampa", **more) -> str:
    """Rosa's case with a photo, waiting for review or private; its reference."""
    made = stored(file)
    with transaction() as session:
        submission = people.a_submission(session, kind, **more)
        add(session, made, alt=alt, submission_id=submission.id)
        return submission.reference


def judged(reference: str, judgement: Judgement, **said) -> None:
    with transaction() as session:
        submission = take(session, reference)
        room.judge(session, room.item_of(session, submission), judgement, **said)


def address(reference: str) -> str:
    with transaction(write=False) as session:
        found = attachments.join(
            table_of(Submission), table_of(Submission).c.id == attachments.c.submission_id
        )
        name = session.execute(
            attachments.select()
            .select_from(found)
            .where(table_of(Submission).c.reference == reference)
        ).one()
        return f"/submissions/{reference}/attachments/{name.name}"


def statuses(site, reference: str, browser=None) -> list[int]:
    """Of the file, of its small size, and of the same name under other roofs."""
    reader = browser or site.browser()
    path = address(reference)
    name = path.rpartition("/")[2]
    return [reader.get(one).status_code for one in (path, f"{path}/small", f"/attachments/{name}")]


@pytest.fixture
def rosa(site):
    with transaction() as session:
        someone = people.rosa(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
    return site.browser().sign_in(someone)


def test_a_photo_is_for_its_sender_and_staff_until_the_text_is_shown(site, rosa, marek, olga):
    reference = a_case()
    assert statuses(site, reference) == [404, 404, 404]
    for browser in (rosa, marek, olga):
        assert statuses(site, reference, browser) == [200, 200, 404]
    judged(reference, Judgement.PUBLISH)
    assert statuses(site, reference) == [200, 200, 404]
    page = site.browser().get(f"/submissions/{reference}")
    assert f'src="{address(reference)}/small"' in page.text
    assert 'alt="En lampa"' in page.text


def test_the_photo_of_a_private_case_is_for_whoever_holds_its_key(site, rosa, marek):
    reference = a_case(shown=False)
    path = address(reference)
    with transaction() as session:
        key = tracking_key(take(session, reference))
        other = people.a_submission(session, shown=False).reference
        public = people.published(session).reference
    holder = site.browser()
    holder.get(f"/submissions/{reference}?k={key}")
    assert statuses(site, reference, holder) == [200, 200, 404]
    name = path.rpartition("/")[2]
    for roof in (other, public, "2026-99999"):
        for browser in (rosa, marek, site.browser()):
            assert browser.get(f"/submissions/{roof}/attachments/{name}").status_code == 404
    assert name not in site.browser().get("/submissions").text


@pytest.mark.parametrize(
    ("judgement", "said"),
    [
        (Judgement.REDACT, {"reason": "personal_data", "redacted": "Lampan ███ är trasig."}),
        (Judgement.REFUSE, {"reason": "abusive"}),
        (Judgement.RETURN, {"message": "Utan namnet, tack."}),
    ],
)
def test_a_photo_is_not_shown_where_the_text_is_not_shown_as_it_was_written(
    site, rosa, judgement, said
):
    reference = a_case()
    judged(reference, judgement, **said)
    assert statuses(site, reference) == [404, 404, 404]
    assert statuses(site, reference, rosa) == [200, 200, 404]
    assert "attachments" not in site.browser().get(f"/submissions/{reference}").text
    assert "Only the sender and we see this." in rosa.get(f"/submissions/{reference}").text


@pytest.mark.parametrize("judgement", [Judgement.HIDE, Judgement.UNPUBLISH])
def test_what_is_hidden_is_gone_with_its_text_for_whoever_asks_again(site, judgement):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    sam = site.browser()
    seen = sam.get(address(reference))
    assert seen.status_code == 200
    with transaction() as session:
        room.report(session, take(session, reference))
    judged(reference, judgement, reason="abusive")
    again = sam.get(address(reference), headers={"If-None-Match": seen.headers["etag"]})
    assert again.status_code == 404
    assert address(reference) not in sam.get(f"/submissions/{reference}").text


def test_a_photo_goes_with_its_withdrawn_text(site, rosa):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    rosa.post(f"/submissions/{reference}/withdrawal")
    assert statuses(site, reference) == [404, 404, 404]


def test_a_picture_goes_out_harmless(site):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    answer = site.browser().get(address(reference))
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers.get_list("content-security-policy") == ["sandbox; default-src 'none'"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "set-cookie" not in answer.headers
    assert Image.open(io.BytesIO(answer.content)).size == (320, 240)
    empty = site.browser().head(address(reference))
    assert (empty.status_code, empty.content) == (200, b"")
    again = site.browser().get(
        address(reference), headers={"If-None-Match": answer.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == "sandbox; default-src 'none'"


def test_a_document_is_saved_under_a_name_of_ours(site):
    reference = a_case(file=pictures.planted_pdf(), alt='"; filename="evil.exe')
    judged(reference, Judgement.PUBLISH)
    answer = site.browser().get(address(reference))
    assert answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(
        rf'attachment; filename="{reference}-\d+\.pdf"', answer.headers["content-disposition"]
    )
    assert pictures.MARK.encode() not in answer.content
    assert "Blankett" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert site.browser().get(f"{address(reference)}/small").status_code == 404
    page = site.browser().get(f"/submissions/{reference}").text
    assert "&#34;; filename=&#34;evil.exe" in page


@pytest.mark.parametrize(
    "name",
    [
        *("..%2f..%2fsecret-key", "%2e%2e", "%00", "CON", "..%5c..%5csecret-key", "a" * 300),
        *("0" * 32, "0" * 31 + "%0a", "é" * 16, "incoming"),
    ],
)
def test_no_address_leads_out_of_the_folder(site, name):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    for path in (
        f"/submissions/{reference}/attachments/{name}",
        f"/submissions/{reference}/attachments/{name}/small",
        f"/attachments/{name}",
    ):
        assert site.browser().get(path).status_code in {400, 404}


def test_what_says_it_hurts_is_only_words(site):
    reference = a_case(alt='"><script>alert(1)</script>\u202e')
    judged(reference, Judgement.PUBLISH)
    page = site.browser().get(f"/submissions/{reference}").text
    assert "<script>alert" not in page


def test_what_waits_for_its_form_is_seen_by_whoever_knows_its_name(site):
    made = stored()
    with transaction() as session:
        stage(session, made)
    picture = site.browser().get(f"/attachments/{made.name}")
    assert picture.headers["content-security-policy"] == "sandbox; default-src 'none'"
    assert picture.headers["cache-control"] == "private, no-store"
    assert Image.open(io.BytesIO(picture.content)).size == (320, 240)
    assert site.browser().get(f"/attachments/{'0' * 32}").status_code == 404


# What moderators do


def test_the_moderator_sees_the_picture_and_shows_the_text_without_it(site, marek, rosa):
    reference = a_case()
    with transaction() as session:
        item = room.item_of(session, take(session, reference)).id
    page = marek.get(f"/desk/{item}")
    assert f'src="{address(reference)}/small"' in page.text
    assert marek.post(f"/desk/{item}/pictures", {"shown": "no"}).status_code == 303
    assert marek.post(f"/desk/{item}/pictures", {"shown": "no"}).status_code == 303
    judged(reference, Judgement.PUBLISH)
    assert statuses(site, reference) == [404, 404, 404]
    assert "attachments" not in site.browser().get(f"/submissions/{reference}").text
    assert statuses(site, reference, rosa) == [200, 200, 404]
    assert "We do not show this on the website" in rosa.get(f"/submissions/{reference}").text
    with transaction(write=False) as session:
        events = table_of(Event)
        told = session.execute(
            events.select().where(events.c.kind == "verdict_given", events.c.public.is_(False))
        ).all()
    assert len(told) == 1, "pressed twice it is one change"


def test_a_picture_that_everyone_saw_is_gone_when_it_is_hidden_and_comes_back(site, marek):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    sam = site.browser()
    assert address(reference) in sam.get(f"/submissions/{reference}").text
    with transaction() as session:
        room.report(session, take(session, reference))
        item = room.item_of(session, take(session, reference)).id
    marek.post(f"/desk/{item}/pictures", {"shown": "no"})
    assert statuses(site, reference, sam) == [404, 404, 404]
    assert address(reference) not in sam.get(f"/submissions/{reference}").text
    marek.post(f"/desk/{item}/pictures", {"shown": "yes"})
    assert statuses(site, reference, sam) == [200, 200, 404]
    assert address(reference) in sam.get(f"/submissions/{reference}").text


def test_nobody_judges_her_own_picture_nor_what_has_none(site, marek, olga):
    with transaction() as session:
        mine = people.a_submission(session, by=people.marek(session))
        bare = people.a_submission(session)
        numbers = [room.item_of(session, one).id for one in (mine, bare)]
    made = stored()
    with transaction() as session:
        add(session, made, alt="", submission_id=take(session, mine.reference).id)
    assert marek.post(f"/desk/{numbers[0]}/pictures", {"shown": "no"}).status_code == 409
    assert marek.post(f"/desk/{numbers[1]}/pictures", {"shown": "no"}).status_code == 303
    assert olga.post(f"/desk/{numbers[0]}/pictures", {"shown": "no"}).status_code == 404
    with transaction(write=False) as session:
        assert session.execute(attachments.select()).one().hidden_at is None


def test_a_change_of_a_shown_text_swaps_no_picture(site, rosa):
    """T34: there is no way to put another picture in the place of the one that was judged."""
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    before = address(reference)
    made = stored(pictures.photo(64, 64))
    with transaction() as session:
        stage(session, made)
        version = take(session, reference).version
    form = {
        "title": "Något annat",
        "text": "Helt andra ord än de förra.",
        "version": str(version),
        "photo_name": made.name,
        "photo": made.name,
        "photo_alt": "Ny",
    }
    rosa.post(f"/submissions/{reference}/edits", form)
    assert address(reference) == before
    with transaction(write=False) as session:
        row = session.execute(attachments.select().where(attachments.c.name == made.name)).one()
    assert row.submission_id is None


# What officials do


def carried(browser, reference: str) -> dict[str, str]:
    page = browser.get(f"/casework/{reference}")
    assert page.status_code == 200
    return dict(re.findall(r'name="(seq|version)" value="(\d+)"', page.text))


def test_an_answer_brings_a_document(site, olga):
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    assert f'src="{address(reference)}/small"' in olga.get(f"/casework/{reference}").text
    form = carried(olga, reference) | {"text": "Se ritningen.", "document_alt": "Ritning över bron"}
    sent = {"document": ("../evil.pdf", pictures.planted_pdf())}
    assert olga.post(f"/submissions/{reference}/answers", form, files=sent).status_code == 303
    page = site.browser().get(f"/submissions/{reference}").text
    link = re.search(r'href="(/submissions/[^"]+/attachments/\w+)">Ritning över bron', page)
    got = site.browser().get(link[1])
    assert got.headers["content-disposition"].startswith("attachment;")
    assert pictures.MARK.encode() not in got.content


def test_the_document_of_a_private_answer_is_private(site, olga, rosa):
    reference = a_case(shown=False)
    form = carried(olga, reference) | {"text": "Se ritningen.", "document_alt": "Ritning"}
    sent = {"document": ("a.pdf", pictures.plain_pdf())}
    olga.post(f"/submissions/{reference}/answers", form, files=sent)
    page = rosa.get(f"/submissions/{reference}").text
    link = re.search(r'href="(/submissions/[^"]+/attachments/\w+)">Ritning', page)[1]
    assert (rosa.get(link).status_code, olga.get(link).status_code) == (200, 200)
    assert site.browser().get(link).status_code == 404


def test_an_answer_is_sent_without_a_document_too(site, olga):
    reference = a_case()
    form = carried(olga, reference) | {"text": "Den lagas."}
    nothing = {"document": ("", b"")}
    assert olga.post(f"/submissions/{reference}/answers", form, files=nothing).status_code == 303
    assert count(attachments) == 1, "the sender's own"


def test_a_document_that_cannot_be_read_keeps_the_answer(site, olga, town):
    reference = a_case()
    form = carried(olga, reference) | {"text": "Lång och genomtänkt text."}
    page = olga.post(f"/submissions/{reference}/answers", form, files={"document": ("a.pdf", b"x")})
    assert page.status_code == 422
    assert "Lång och genomtänkt text." in page.text
    assert unescape(page.text).count("We cannot read this file.") == 2
    assert 'id="answer-document"' in page.text
    assert 'href="#answer-document"' in page.text


@pytest.mark.parametrize("refused", ["stale", "no text", "a stranger"])
def test_a_document_of_a_refused_answer_is_not_kept(site, olga, town, refused):
    reference = a_case()
    form = carried(olga, reference) | {"text": "Den lagas."}
    if refused == "stale":
        form["seq"] = "0"
    if refused == "no text":
        form["text"] = ""
    browser = site.browser() if refused == "a stranger" else olga
    before = lying(town)
    page = browser.post(
        f"/submissions/{reference}/answers", form, files={"document": ("a", pictures.plain_pdf())}
    )
    assert page.status_code in {404, 409, 422}
    assert lying(town) == before


def lying(town) -> list[str]:
    return sorted(path.name for path in (town.data / "files").rglob("*") if path.is_file())


def test_a_decision_brings_its_minutes(site, olga):
    with transaction() as session:
        reference = people.referred(session).reference
    form = carried(olga, reference) | DECISION | {"document_alt": "Protokollet"}
    sent = {"document": ("protokoll.pdf", pictures.plain_pdf("Protokoll"))}
    answer = olga.post(f"/submissions/{reference}/decision", form, files=sent)
    assert answer.status_code == 303, answer.text
    with transaction(write=False) as session:
        number = session.execute(attachments.select()).one().decision_id
    for page in (f"/submissions/{reference}", f"/decisions/{number}"):
        shown = site.browser().get(page).text
        link = re.search(r'href="([^"]+)">Protokollet', shown)[1]
        assert urlsplit(link).path == link
        assert site.browser().get(link).status_code == 200


# What is not kept


def _ticks() -> None:
    """As many as a slow machine needs for what is done bit by bit."""
    for _ in range(20):
        scheduler.tick("one")


def test_what_nobody_sent_is_gone_after_a_day_and_what_was_sent_stays(site, town):
    reference = a_case()
    kept = address(reference).rpartition("/")[2]
    waiting, orphan = stored(), stored()
    with transaction() as session:
        stage(session, waiting)
    half = town.data / "files" / "incoming" / "half"
    half.write_bytes(b"half a picture")
    everything = lying(town)
    assert len(everything) == 7
    calendar.freeze(calendar.now() + DAY // 2)
    _ticks()
    assert lying(town) == everything, "a form may lie on a table overnight"
    calendar.freeze(calendar.now() + DAY)
    for name in (orphan.name, f"{orphan.name}.small"):
        # Written only now: whoever sent it may still be on the way.
        fresh = town.data / "files" / name[:2] / name
        os.utime(fresh, (calendar.now() / SECOND, calendar.now() / SECOND))
    _ticks()
    assert lying(town) == sorted([kept, f"{kept}.small", orphan.name, f"{orphan.name}.small"])
    calendar.freeze(calendar.now() + 2 * DAY)
    _ticks()
    assert lying(town) == sorted([kept, f"{kept}.small"])
    with transaction(write=False) as session:
        assert [row.name for row in session.execute(attachments.select())] == [kept]


def test_very_much_that_nobody_sends_is_refused_until_it_is_gone(site, monkeypatch, town):
    monkeypatch.setattr("models.attachment.row.MOST_UNSENT", 10)
    rosa, file = site.browser(), {"photo": ("a.jpg", pictures.photo())}
    form = {"step": "2", "go": "next", "place": "Bron", "text": "Lampan är släckt."}
    assert rosa.post("/submissions/new", form, files=file).status_code == 200
    before = lying(town)
    page = rosa.post("/submissions/new", form, files=file)
    assert page.status_code == 429
    assert "Lampan är släckt." in page.text
    assert lying(town) == before


def test_one_thing_has_one_attachment(town):
    one, other = stored(), stored()
    with transaction() as session:
        number = people.a_submission(session).id
        add(session, one, alt="", submission_id=number)
    with pytest.raises(IntegrityError), transaction() as session:
        add(session, other, alt="", submission_id=number)


def test_a_row_belongs_to_one_thing_at_most(town):
    made = stored()
    with transaction() as session:
        case = people.a_submission(session)
        add(session, made, alt="", submission_id=case.id)
        olga = people.olga(session).actor
        answer.answer(session, case, by=olga, source="Ja.", html="<p>Ja.</p>")
        given = answer.newest(session, case.id)
    both = update(attachments).values(answer_id=given.id)
    with pytest.raises(IntegrityError, match="attachment_owner"), transaction() as session:
        session.execute(both)


def test_the_photo_of_a_public_case_never_outlives_its_publication(site):
    """Every step of the table that leads out of the public takes the picture with it."""
    reference = a_case()
    judged(reference, Judgement.PUBLISH)
    for publication in Publication:
        with transaction() as session:
            take(session, reference).publication = publication
            session.flush()
        shown = publication is Publication.PUBLISHED
        assert (site.browser().get(address(reference)).status_code == 200) is shown, publication
