"""The public register on the web: filters, pages, and the files that programs read (MQ-13, T26)."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import pytest

from models import calendar
from models.database import transaction
from models.states import Kind
from models.submission import take
from models.verdict import Judgement
from moderation import noting
from tests import people
from tests.moderation.reviewed_by import reviewed_by
from tests.moderation.room import item_of, judge, noon, report
from web.csv_files import MARK
from web.pages.register_files import FIELDS

pytestmark = pytest.mark.once

J = Judgement
ATOM = "{http://www.w3.org/2005/Atom}"
SECRETS = ("HEMLIG", "Rosa", "Marek", "granne")


@pytest.fixture
def judged(site):
    """A refused question, a public proposal with a hidden detail, and a hidden comment."""
    with transaction() as session, calendar.at(noon()):
        question = people.a_submission(session, Kind.QUESTION, title="HEMLIG", source="HEMLIG")
        judge(session, item_of(session, question), J.REFUSE, reason="hate_speech", message="HEMLIG")
        proposal = people.published(session)
        comment = people.published_comment(session, proposal, source="HEMLIG")
        report(session, comment, reason="threat")
        report(session, proposal)
        said = {"reason": "personal_data", "redacted": "███"}
        judge(session, item_of(session, proposal), J.REDACT, **said)
        return proposal.reference


def test_the_page_and_every_file_tell_the_same_and_nothing_of_anybody(site, judged):
    stranger = site.browser()
    page = stranger.get("/moderation-log").text
    data = stranger.get("/moderation-log.json")
    table = stranger.get("/moderation-log.csv")
    feed = stranger.get("/moderation-log.atom")
    assert data.headers["content-type"] == "application/json; charset=utf-8"
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    entries = json.loads(data.text)["entries"]
    assert [(one["what"], one["reason"], one["automated"]) for one in entries] == [
        ("redact", "personal_data", False),
        ("hide", "threat", True),
        ("refuse", "hate_speech", False),
    ]
    assert [one["url"] is not None for one in entries] == [True, False, False]
    assert entries[0]["url"].endswith(judged)
    assert entries[2] | {"id": "", "at": ""} == {
        "id": "",
        "at": "",
        "what": "refuse",
        "about": "submission",
        "kind": "question",
        "subject": "street-lights",
        "unit": "streets",
        "reason": "hate_speech",
        "ground": "SFS 1998:112 5 §",
        "illegal": True,
        "automated": False,
        "reversed": False,
        "change": False,
        "rule": None,
        "count": None,
        "url": None,
    }
    assert table.text.startswith(MARK)
    lines = list(csv.DictReader(io.StringIO(table.text.removeprefix(MARK), newline="")))
    assert tuple(lines[0]) == FIELDS
    assert [line["id"] for line in lines] == [one["id"] for one in entries]
    assert lines[2]["url"] == ""
    parsed = ET.fromstring(feed.text)
    titles = [entry.findtext(f"{ATOM}title") for entry in parsed.findall(f"{ATOM}entry")]
    assert titles[2] == "Not published: Agitation against a group"
    ids = {entry.findtext(f"{ATOM}id") for entry in parsed.findall(f"{ATOM}entry")}
    assert len(ids) == 3
    for answer in (page, data.text, table.text, feed.text):
        assert not any(secret in answer for secret in SECRETS)
    for one in entries:
        assert f'id="entry-{one["id"]}"' in page


def test_a_reader_chooses_what_is_shown_on_the_page_and_in_the_files(site, judged):
    def shown(query: str) -> list[str]:
        answer = site.browser().get(f"/moderation-log.json?{query}")
        return [one["what"] for one in json.loads(answer.text)["entries"]]

    assert shown("reason=threat") == ["hide"]
    assert shown("what=refuse") == ["refuse"]
    assert shown("what=promise_missed") == []
    assert shown("kind=proposal") == ["redact", "hide"]
    assert shown("unit=streets&kind=question") == ["refuse"]
    assert shown("subject=street-lights&reason=spelling") == ["redact", "hide", "refuse"]
    assert shown("unit=parks") == []
    assert shown("first=2026-03-03&last=2026-03-03") == ["redact", "hide", "refuse"]
    assert shown("first=2026-03-04") == []
    assert shown("last=2026-03-02") == []
    page = site.browser().get("/moderation-log?reason=threat").text
    assert "Threat" in page
    assert 'href="/moderation-log.csv?reason=threat"' in page
    page = site.browser().get("/moderation-log?first=i+g%C3%A5r").text
    assert "Error:" in page
    assert 'value="i går"' in page


def test_an_older_page_begins_where_the_newer_one_ended(site, monkeypatch):
    with transaction() as session:
        for number in range(5):
            calendar.freeze(noon() + number // 2)
            item = item_of(session, people.a_submission(session))
            judge(session, item, J.REFUSE, reason="advertising")
    calendar.unfreeze()
    monkeypatch.setattr("moderation.record.PAGE", 2)
    seen, following = [], "/moderation-log.json?what=refuse"
    while following:
        answer = json.loads(site.browser().get(following).text)
        seen += [one["id"] for one in answer["entries"]]
        following = (answer["next_url"] or "").partition("127.0.0.1:8000")[2]
    assert len(seen) == len(set(seen)) == 5
    assert 'rel="next"' in site.browser().get("/moderation-log").text


def test_what_is_hidden_later_takes_its_link_out_of_the_register(site, judged):
    assert judged in site.browser().get("/moderation-log").text
    with transaction() as session:
        report(session, take(session, judged), reason="terror")
    calendar.unfreeze()
    later = {"Cookie": "fresh=1"}
    for form in ("", ".json", ".csv", ".atom"):
        assert judged not in site.browser().get(f"/moderation-log{form}", headers=later).text


def test_the_yearly_report_is_a_page_a_table_and_a_file_for_programs(site, judged):
    calendar.freeze(noon() + calendar.HOUR)
    stranger = site.browser()
    for path in ("/moderation-log/report", "/moderation-log/report/2026"):
        page = stranger.get(path)
        assert page.status_code == 200
        assert "How we reviewed in 2026" in page.text
        assert "Agitation against a group" in page.text
        assert not any(secret in page.text for secret in SECRETS)
    data = json.loads(stranger.get("/moderation-log/report/2026.json").text)
    assert (data["year"], data["complete"]) == (2026, False)
    taken = [
        one for one in data["figures"] if (one["section"], one["figure"]) == ("measures", "taken")
    ]
    assert {(one["what"], one["reason"], one["source"], one["value"]) for one in taken} == {
        ("refuse", "hate_speech", "reading", 1),
        ("hide", "threat", "rule", 1),
        ("redact", "personal_data", "notice", 1),
    }
    table = stranger.get("/moderation-log/report/2026.csv").text.removeprefix(MARK)
    lines = list(csv.DictReader(io.StringIO(table, newline="")))
    assert len(lines) == len(data["figures"])
    for year in ("1999", "2027", "20x6", "-1"):
        for form in ("", ".json", ".csv"):
            assert stranger.get(f"/moderation-log/report/{year}{form}").status_code == 404


def test_a_moderator_looks_again_without_knowing_and_sees_the_figures_of_all(site):
    with transaction() as session, calendar.at(noon()):
        reviewed_by(session, second_looks=100, four_eyes={"criticism": False})
        case = people.a_submission(session, title="Köp mattor", source="Billigt i dag.")
        judge(session, item_of(session, case), J.REFUSE, reason="advertising", message="Reklam.")
        anna, reference = people.anna(session), case.reference
    with calendar.at(noon() + 4 * calendar.MINUTE):
        noting.note_verdicts()
    moderator = site.browser().sign_in(anna)
    page = moderator.get("/desk/second-looks").text
    assert "Köp mattor" in page
    assert "Billigt i dag." in page
    for given_away in (reference, "Reklam.", "Marek", "Rosa"):
        assert given_away not in page
    form = page.partition('action="/desk/second-looks/')[2].partition('"')[0]
    answer = moderator.post(f"/desk/second-looks/{form}", {"opinion": "refuse"})
    assert answer.status_code == 422
    assert "Choose a reason" in answer.text
    sent = {"opinion": "refuse", "reason": "abusive"}
    assert moderator.post(f"/desk/second-looks/{form}", sent).status_code == 303
    assert moderator.post(f"/desk/second-looks/{form}", sent).status_code == 409
    assert "No text waits" in moderator.get("/desk/second-looks").text
    figures = moderator.get("/desk/figures").text
    assert "Nothing waits for review." in figures
    assert "Too few have been judged twice" in figures
    for name in ("Marek", "Anna Andersson"):
        assert name not in figures
    for path in ("/desk/figures", "/desk/second-looks"):
        assert site.browser().get(path).status_code == 404
