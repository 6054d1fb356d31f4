"""A personal number is hidden on every page; one internal view has it, and says who looked."""

import pytest
from sqlalchemy import select

from models import note, progress
from models.access_log import What, access_log
from models.database import transaction
from models.person import Person
from models.submission import take
from tests import people

NUMBER = "811218-9876"

pytestmark = pytest.mark.once


def _case() -> str:
    with transaction() as session:
        case = people.a_submission(session, title=f"Om {NUMBER}", source=f"Jag är {NUMBER}.")
        olga = people.olga(session)
        progress.assign(session, case, by=olga.actor, to=session.get_one(Person, olga.id))
        note.note(session, case, by=olga.actor, source=f"Hon heter {NUMBER}.")
        return case.reference


def _someone(who):
    with transaction() as session:
        return who(session)


def test_whoever_works_on_a_case_reads_the_number_in_one_place_and_it_is_written_down(site):
    reference = _case()
    olga = _someone(people.olga)
    browser = site.browser().sign_in(olga)
    page = browser.get(f"/casework/{reference}").text
    assert NUMBER not in page
    assert "811218-****" in page
    assert f"/casework/{reference}/original" in page
    whole = browser.get(f"/casework/{reference}/original").text
    assert f"Jag är {NUMBER}." in whole
    assert f"Hon heter {NUMBER}." in whole
    with transaction(write=False) as session:
        number = take(session, reference).id
        looked = session.scalars(
            select(access_log.c.submission_id).where(
                access_log.c.what == What.ORIGINAL, access_log.c.person_id == olga.id
            )
        )
        assert list(looked) == [number]


def test_a_moderator_reads_it_too_and_nobody_else(site):
    reference = _case()
    for who, status in (
        (people.marek, 200),
        (people.ada, 200),
        (people.rosa, 404),
        (people.sam, 404),
    ):
        browser = site.browser().sign_in(_someone(who))
        assert browser.get(f"/casework/{reference}/original").status_code == status
    assert site.browser().get(f"/casework/{reference}/original").status_code == 404


def test_the_author_herself_sees_it_hidden_like_everyone(site):
    reference = _case()
    rosa = site.browser().sign_in(_someone(people.rosa))
    for path in (f"/submissions/{reference}", f"/submissions/{reference}/history", "/me"):
        page = rosa.get(path)
        assert page.status_code == 200
        assert NUMBER not in page.text
