"""Looking at private cases as staff is written down, once a look; nobody else's reading is."""

import pytest
from sqlalchemy import select, update

from models import access_log, appointing
from models.access_log import What
from models.actor import Role
from models.attachment import row as attachment
from models.database import transaction
from models.submission import submissions, take
from tests import people, pictures

pytestmark = pytest.mark.once


@pytest.fixture
def olga(site):
    with transaction() as session:
        return people.olga(session)


@pytest.fixture
def private(site) -> str:
    with transaction() as session:
        return people.a_submission(session, shown=False).reference


def _log() -> list[tuple]:
    with transaction(write=False) as session:
        log = access_log.access_log
        rows = session.execute(
            select(log.c.person_id, log.c.what, submissions.c.reference)
            .outerjoin(submissions, submissions.c.id == log.c.submission_id)
            .order_by(log.c.id)
        )
        return [tuple(row) for row in rows]


def test_every_page_of_a_private_case_that_staff_see_is_one_look(site, olga, private):
    browser = site.browser().sign_in(olga)
    for page in (
        f"/casework/{private}",
        f"/submissions/{private}",
        f"/submissions/{private}/history",
        f"/submissions/{private}/history/check",
        f"/casework/{private}",
    ):
        assert browser.get(page).status_code == 200
    assert _log() == [(olga.id, What.CASE, private)]


def test_a_refused_form_shows_the_page_again_and_is_a_look(site, olga, private):
    page = site.browser().sign_in(olga).post(f"/submissions/{private}/notes", {"text": ""})
    assert page.status_code == 422
    assert _log() == [(olga.id, What.CASE, private)]


def test_a_private_document_and_a_search_are_looks_of_their_own(site, olga, private):
    with transaction() as session:
        stored = pictures.laid("Blankett")
        attachment.add(session, stored, alt="", submission_id=take(session, private).id)
    browser = site.browser().sign_in(olga)
    for _ in range(2):
        page = browser.get(f"/submissions/{private}/attachments/{stored.name}")
        assert page.status_code == 200
        browser.get("/casework", params={"q": "Rosa"})
    assert _log() == [(olga.id, What.ATTACHMENT, private), (olga.id, What.SEARCH, None)]


def test_a_text_that_waits_for_review_is_looked_at_by_its_moderator(site):
    with transaction() as session:
        marek = people.marek(session)
        case = people.a_submission(session)
        item = people.waiting_item(session, submission_id=case.id).id
    assert site.browser().sign_in(marek).get(f"/desk/{item}").status_code == 200
    assert _log() == [(marek.id, What.ITEM, case.reference)]


def test_what_everyone_may_read_and_what_is_ones_own_is_no_look(site, olga, private):
    with transaction() as session:
        rosa, public = people.rosa(session), people.published(session).reference
        own = people.a_submission(session, by=olga, shown=False).reference
    staff, author = site.browser().sign_in(olga), site.browser().sign_in(rosa)
    assert author.get(f"/submissions/{private}").status_code == 200
    assert site.browser().get(f"/submissions/{public}").status_code == 200
    for page in (f"/submissions/{public}", f"/casework/{public}", "/casework"):
        assert staff.get(page).status_code == 200
    assert staff.get(f"/submissions/{own}").status_code == 200
    assert site.browser().get(f"/casework/{private}").status_code == 404
    assert _log() == []


def test_of_a_protected_person_every_look_is_written_down_even_where_all_may_read(site):
    with transaction() as session:
        case, eva = people.published(session), people.resident(session, "Eva")
        session.execute(
            update(submissions).where(submissions.c.id == case.id).values(protected=True)
        )
        ada = people.ada(session)
        appointing.give(session, eva.id, Role.OFFICIAL, by=ada.actor, trusted=True)
        reference = case.reference
    assert site.browser().sign_in(eva).get(f"/submissions/{reference}").status_code == 200
    assert _log()[1:] == [(eva.id, What.CASE, reference)]
