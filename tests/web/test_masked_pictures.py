"""A moderator hides a part of a picture on the item's page: who then gets what (MQ-8, T33)."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from models import publishing, statement
from models.access_log import What, access_log
from models.actor import SYSTEM
from models.attachment import mask
from models.database import transaction
from models.own_cases import cases
from models.statement import Statement
from models.states import Publication
from models.submission import submissions, take
from moderation import covering
from tests import people
from tests.moderation.room import last_item
from tests.web.test_attachments import a_case, address

pytestmark = pytest.mark.once

REASON = {"judgement": "redact", "form": "picture", "reason": "personal_data"}


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def published(town) -> str:
    """A case with a photo that everyone sees, which is to be judged once more."""
    reference = a_case()
    with transaction() as session:
        publishing.show(
            session,
            take(session, reference),
            Publication.PUBLISHED,
            by=SYSTEM,
            rules=people.municipality(session).proposals,
        )
    return reference


def _item(reference: str) -> tuple[int, str]:
    with transaction() as session:
        item = last_item(session, take(session, reference))
        return item.id, str(item.version)


def _hide(marek, reference: str, *squares: int, **more):
    item, version = _item(reference)
    ticks = {f"square-{number}": "yes" for number in squares}
    return marek.post(f"/desk/{item}/verdicts", REASON | {"version": version} | ticks | more)


def _masked(reference: str) -> str:
    with transaction(write=False) as session:
        name = session.scalars(select(mask.masks.c.name).where(mask.HOLDS)).one()
    return f"/submissions/{reference}/attachments/{name}"


def _corner(answer) -> tuple[int, ...]:
    picture = Image.open(io.BytesIO(answer.content)).convert("RGB")
    return picture.getpixel((picture.width // 20, picture.height // 20))


def test_everyone_gets_the_masked_picture_and_only_its_sender_and_staff_the_whole_one(
    site, marek, published
):
    stranger, whole, page = site.browser(), address(published), f"/submissions/{published}"
    with transaction() as session:
        someone = people.rosa(session)
    rosa = site.browser().sign_in(someone)
    assert f'src="{whole}/small"' in stranger.get(page).text
    assert _hide(marek, published, 1, 8).status_code == 303
    # At once, before there is anything to show instead.
    assert "/attachments/" not in stranger.get(page).text
    assert [stranger.get(one).status_code for one in (whole, f"{whole}/small")] == [404, 404]
    assert covering.go_on()
    masked, shown = _masked(published), stranger.get(page).text
    assert f'src="{masked}/small"' in shown
    assert whole not in shown
    assert "En lampa" not in shown, "what the sender says of it may say what is hidden"
    for one in (masked, f"{masked}/small"):
        assert max(_corner(stranger.get(one))) < 30
    assert stranger.get(whole).status_code == 404
    for browser in (rosa, marek):
        assert f'href="{whole}"' in browser.get(page).text
        assert _corner(browser.get(whole))[0] > 180


def test_who_of_us_looks_at_the_whole_picture_is_written_down(site, marek, published):
    _hide(marek, published, 1)
    covering.go_on()

    def looks() -> int:
        with transaction(write=False) as session:
            of = access_log.c.what == What.ATTACHMENT
            return session.scalar(select(func.count()).select_from(access_log).where(of))

    marek.get(_masked(published))
    assert looks() == 0
    marek.get(address(published))
    assert looks() == 1


def test_her_own_copy_of_everything_has_the_picture_as_she_sent_it(site, marek, published):
    _hide(marek, published, 1)
    covering.go_on()
    with transaction(write=False) as session:
        found = session.execute(select(submissions)).all()
        (case,) = cases(session, found, 0)
    assert [file["file"] for file in case["files"]] == [address(published).rpartition("/")[2]]


def test_the_author_reads_that_a_part_of_her_picture_is_hidden_and_why(site, marek, published):
    preview = _hide(marek, published, 1, preview="yes").text
    assert "En del av din bild är dold." in preview
    assert 'name="square-1" value="yes" checked' in preview
    _hide(marek, published, 1)
    with transaction(write=False) as session:
        told = session.scalars(select(Statement)).one()
        code = statement.code(told)
        assert (told.decision, told.ground) == ("redact", "personal_data")
    assert "A part of your picture is hidden." in site.browser().get(f"/statements/{code}").text


def test_no_square_is_a_mistake_and_words_are_hidden_in_the_same_verdict(marek, published):
    page = _hide(marek, published, message="Bilskylten syns.", phrases="Lampan")
    assert page.status_code == 422
    assert "Tick at least one square" in page.text
    assert "Bilskylten syns." in page.text
    assert 'aria-invalid="true"' in page.text
    assert _hide(marek, published, 36, phrases="lampan").status_code == 303
    with transaction(write=False) as session:
        assert take(session, published).original_id is not None
        assert session.scalars(select(mask.masks.c.squares)).all() == ["36"]


def test_the_whole_picture_is_shown_again_beside_words_that_stay_hidden(site, marek, published):
    _hide(marek, published, 1, phrases="lampan")
    covering.go_on()
    item, _ = _item(published)
    masked = _masked(published)
    assert 'name="whole"' in marek.get(f"/desk/{item}").text
    assert marek.post(f"/desk/{item}/pictures", {"whole": "yes"}).status_code == 303
    assert site.browser().get(masked).status_code == 404
    assert 'name="whole"' not in marek.get(f"/desk/{item}").text
