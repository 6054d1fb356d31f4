"""Judging over HTTP: the forms under More, the letter before it goes, what takes two, the reasons."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from models import answer, publishing, statement
from models.actor import Role
from models.database import transaction
from models.person import appoint
from models.revising import revise
from models.states import Publication
from models.submission import take
from models.suspending import Why, suspend
from models.text import Text
from tests import people
from tests.moderation import room
from tests.moderation.appealing import name_second_person
from tests.moderation.schema import faults

pytestmark = pytest.mark.once

SCHEMA = Path(__file__).parents[2] / "docs" / "statement.schema.json"


@pytest.fixture
def marek(site):
    with transaction() as session:
        someone = people.marek(session)
    return site.browser().sign_in(someone)


@pytest.fixture
def anna(site):
    with transaction() as session:
        someone = people.anna(session)
    return site.browser().sign_in(someone)


def _waiting(**changes) -> tuple[str, int]:
    with transaction() as session:
        case = people.a_submission(session, **changes)
        return case.reference, room.item_of(session, case).id


def _row(reference: str):
    with transaction() as session:
        case = take(session, reference)
        return case, session.get_one(Text, case.text_id)


def _form(browser, item: int, judgement: str, **fields) -> dict:
    page = browser.get(f"/desk/{item}")
    version = re.search(r'name="version" value="(\d+)"', page.text).group(1)
    return {"version": version, "judgement": judgement, "form": judgement} | fields


def _judge(browser, item: int, judgement: str, **fields):
    return browser.post(f"/desk/{item}/verdicts", _form(browser, item, judgement, **fields))


def test_the_letter_is_read_before_it_goes_and_nothing_is_done_yet(marek):
    reference, item = _waiting()
    fields = {"reason": "abusive", "message": "Stryk sista raden.", "preview": "yes"}
    page = _judge(marek, item, "refuse", **fields)
    assert page.status_code == 200
    assert "Stryk sista raden." in page.text
    # The author reads Swedish, whatever the moderator reads.
    assert "Texten angriper en person." in page.text
    assert _row(reference)[0].publication is Publication.QUEUED
    assert 'value="abusive" checked' in page.text


def test_what_was_found_is_hidden_by_a_tick_and_other_words_by_their_line(site, marek):
    reference, item = _waiting(source="Ring Kalle på 070-174 06 05. Kalle vet.")
    page = marek.get(f"/desk/{item}").text
    tick = re.search(r'name="(hide-text-\d+-\d+)"', page).group(1)
    wrong = _judge(marek, item, "redact", form="mask", reason="personal_data")
    assert wrong.status_code == 422
    assert "Tick what is to be hidden" in wrong.text
    unknown = _judge(
        marek, item, "redact", form="mask", reason="personal_data", phrases="Pelle", **{tick: "yes"}
    )
    assert unknown.status_code == 422
    assert "Pelle" in unknown.text
    done = _judge(
        marek, item, "redact", form="mask", reason="personal_data", phrases="kalle", **{tick: "yes"}
    )
    assert done.status_code == 303
    case, words = _row(reference)
    assert words.source == "Ring ███ på ███. ███ vet."
    assert case.publication is Publication.REDACTED


def test_the_text_stands_there_without_its_name(site, marek):
    reference, item = _waiting(byline="Rosa Rosén")
    assert _judge(marek, item, "redact", form="name", reason="personal_data").status_code == 303
    case, words = _row(reference)
    assert (case.publication, case.byline) == (Publication.REDACTED, "")
    assert words.source.startswith("Lampan")
    page = site.browser().get(f"/submissions/{reference}").text
    assert "Lampan" in page
    assert "Rosén" not in page


def test_its_author_sees_what_was_changed_beside_what_she_wrote(site, marek):
    reference, item = _waiting(source="Kalle har rätt om lampan.")
    changed = {"title": "Mörkt på gångvägen", "text": "Grannen har rätt om lampan."}
    done = _judge(marek, item, "redact", form="edit", reason="personal_data", **changed)
    assert done.status_code == 303
    with transaction() as session:
        case = take(session, reference)
        code = statement.code(statement.newest(session, case.id, None))
    page = site.browser().get(f"/statements/{code}").text
    assert "<del>Kalle " in page
    assert "<ins>Grannen " in page
    assert "Ask us to look again" in page
    assert site.browser().get(f"/statements/{code[:-1]}").status_code == 404


def test_the_statement_as_data_is_as_its_schema_says(site, marek):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    for reason, judgement in (("abusive", "refuse"), ("hate_speech", "refuse")):
        reference, item = _waiting()
        _judge(marek, item, judgement, reason=reason, message='Raden "om" grannen.')
        with transaction() as session:
            told = statement.newest(session, take(session, reference).id, None)
            code = statement.code(told)
        answer_ = site.browser().get(f"/statements/{code}.json")
        assert answer_.headers["content-type"].startswith("application/json")
        said = answer_.json()
        assert faults(said, schema) == []
        assert said["facts"] == 'Raden "om" grannen.'
    assert faults(said | {"notifier": "Sam"}, schema) == ["$: notifier is too much"]
    del said["redress"]
    assert faults(said, schema) == ["$: no redress"]


def test_what_a_law_makes_urgent_is_hidden_by_one_and_taken_away_by_two(site, marek, anna):
    with transaction() as session:
        case = people.published(session)
        room.report(session, case, reason="abusive")
        reference, item = case.reference, room.item_of(session, case).id
    assert _judge(marek, item, "unpublish", reason="threat").status_code == 303
    assert _row(reference)[0].publication is Publication.HIDDEN
    mine = marek.get(f"/desk/{item}").text
    assert "you cannot agree with yourself" in mine
    number = re.search(r"/second-opinions/(\d+)/answers", anna.get(f"/desk/{item}").text).group(1)
    answers = f"/second-opinions/{number}/answers"
    assert marek.post(answers, {"answer": "agree"}).status_code == 409
    assert "threat" in anna.get("/second-opinions").text.lower()
    assert "1 thing waits for a second person" in anna.get("/work").text
    assert "/second-opinions" not in marek.get("/work").text, "her own waits for others"
    assert anna.post(answers, {"answer": "agree"}).status_code == 303
    assert _row(reference)[0].publication is Publication.UNPUBLISHED
    late = anna.post(answers, {"answer": "agree"})
    assert late.status_code == 409
    assert "Anna was first" in unescape(late.text)


def test_nobody_but_the_desk_and_the_second_person_learns_of_proposals(site):
    with transaction() as session:
        others = (people.rosa(session), people.olga(session))
    for browser in (site.browser(), *(site.browser().sign_in(other) for other in others)):
        for path in ("/second-opinions", "/second-opinions/1"):
            assert browser.get(path).status_code == 404
        assert "/second-opinions" not in browser.get("/work").text


def test_whom_the_profile_names_finds_it_among_her_work(site, marek):
    with transaction() as session:
        case = people.published(session)
        room.report(session, case, reason="abusive")
        item, olga = room.item_of(session, case).id, people.olga(session)
        name_second_person(session, olga.address)
    _judge(marek, item, "unpublish", reason="threat")
    assert "1 thing waits for a second person" in site.browser().sign_in(olga).get("/work").text


def test_fear_for_a_life_hides_at_once_and_says_whom_to_ring(site, marek):
    with transaction() as session:
        case = people.published(session, source="Jag orkar inte mer.")
        room.report(session, case)
        reference, item = case.reference, room.item_of(session, case).id
    stranger = site.browser()
    assert "orkar inte" in stranger.get(f"/submissions/{reference}").text
    done = marek.post(f"/desk/{item}/alarms", {"feared": "personal_data"})
    assert done.headers["location"] == f"/desk/{item}/alarm"
    page = marek.get(f"/desk/{item}/alarm").text
    assert 'href="tel:112"' in page
    assert "Jag orkar inte mer." in page
    assert reference in page
    assert stranger.get(f"/submissions/{reference}").status_code == 404
    assert "fears for somebody" in marek.get(f"/desk/{item}").text
    # Pressed twice it is one alarm.
    assert marek.post(f"/desk/{item}/alarms", {"feared": "personal_data"}).status_code == 303
    assert marek.post(f"/desk/{item}/alarms", {"feared": "abusive"}).status_code == 422


def test_what_is_left_to_another_says_why(marek, anna):
    _, item = _waiting()
    form = _form(marek, item, "", colleague="")
    refused = marek.post(f"/desk/{item}/escalations", form)
    assert refused.status_code == 422
    left = marek.post(f"/desk/{item}/escalations", form | {"colleague": "Jag känner henne."})
    assert left.status_code == 303
    assert "Jag känner henne." in anna.get(f"/desk/{item}").text
    assert _judge(marek, item, "publish").status_code == 409
    assert _judge(anna, item, "publish").status_code == 303


def test_a_thread_is_closed_and_says_so_and_opened_again(site, marek):
    with transaction() as session:
        case = people.published(session)
        people.published_comment(session, case)
        room.report(session, case)
        reference, item = case.reference, room.item_of(session, case).id
        rosa = people.rosa(session)
    assert marek.post(f"/desk/{item}/locks", {"locked": "yes"}).status_code == 303
    page = site.browser().get(f"/submissions/{reference}").text
    assert "We have closed the comments." in page
    assert "Tänk på cyklarna" in page
    assert "comments/new" not in page
    writer = site.browser().sign_in(rosa)
    form = writer.get(f"/submissions/{reference}/comments/new").text
    key = re.search(r'name="form_key" value="(\w+)"', form).group(1)
    sent = writer.post(
        f"/submissions/{reference}/comments", {"text": "Jag håller med.", "form_key": key}
    )
    assert sent.status_code == 409
    assert "Jag håller med." in sent.text
    assert marek.post(f"/desk/{item}/locks", {"locked": "no"}).status_code == 303
    assert "comments/new" in site.browser().get(f"/submissions/{reference}").text


def test_a_case_is_moved_to_another_subject_and_its_unit(marek):
    reference, item = _waiting()
    page = marek.get(f"/desk/{item}").text
    slugs = re.findall(r'<option value="([a-z-]+)">', page)
    assert "street-lights" not in slugs
    with transaction() as session:
        before = take(session, reference)
        unit, category = before.unit_id, before.category_id
    for slug in slugs:
        moved = marek.post(
            f"/desk/{item}/moves", {"subject": slug, "moved_why": "Det är deras park."}
        )
        if moved.status_code == 303:
            break
    row, _ = _row(reference)
    assert row.category_id != category or row.unit_id != unit
    assert marek.post(f"/desk/{item}/moves", {"subject": "nowhere"}).status_code == 422


def test_the_same_thing_is_joined_with_what_goes_on(marek):
    with transaction() as session:
        target = people.published(session).reference
    reference, item = _waiting()
    wrong = marek.post(f"/desk/{item}/merges", {"duplicate_of": "2026-99999"})
    assert wrong.status_code == 422
    assert marek.post(f"/desk/{item}/merges", {"duplicate_of": target}).status_code == 303
    assert _row(reference)[0].outcome == "duplicate"


@pytest.mark.parametrize("meanwhile", ["withdrawn", "changed"])
def test_what_happened_meanwhile_is_said_and_her_words_are_kept(site, marek, meanwhile):
    reference, item = _waiting()
    form = _form(marek, item, "refuse", reason="abusive", message="Tyvärr inte.")
    with transaction() as session:
        case, rosa = take(session, reference), people.rosa(session)
        if meanwhile == "changed":
            revise(session, case, by=rosa.actor, title="Nytt", source="Nya ord.")
        else:
            rules = people.municipality(session).proposals
            publishing.withdraw(session, case, by=rosa.actor, rules=rules)
    late = marek.post(f"/desk/{item}/verdicts", form)
    assert late.status_code == 409
    assert "Tyvärr inte." in late.text
    assert _row(reference)[0].publication is not Publication.REFUSED


def test_a_moderator_who_is_suspended_has_no_desk_and_her_claim_lets_go(site, marek, anna):
    reference, item = _waiting()
    form = _form(marek, item, "publish")
    assert marek.post(f"/desk/{item}/claims").status_code == 303
    with transaction() as session:
        suspend(session, people.marek(session).id, Why.LEFT, by=people.ada(session).actor)
    assert marek.post(f"/desk/{item}/verdicts", form).status_code in {403, 404}
    assert _row(reference)[0].publication is Publication.QUEUED
    assert _judge(anna, item, "publish").status_code == 303


def test_whoever_answered_a_case_does_not_judge_its_texts(site):
    with transaction() as session:
        olga = people.olga(session)
        appoint(session, olga.id, Role.MODERATOR)
        case = people.a_submission(session)
        answer.answer(session, case, by=olga.actor, source="Vi lagar den.", html="<p>Vi</p>")
        reference, item = case.reference, room.item_of(session, case).id
    browser = site.browser().sign_in(olga)
    refused = _judge(browser, item, "publish")
    assert refused.status_code == 409
    assert "something that you have answered" in unescape(refused.text)
    assert _row(reference)[0].publication is Publication.QUEUED
