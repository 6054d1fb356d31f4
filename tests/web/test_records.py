"""The register of the law: its public page, numbers, secrecy, copies, the report to the council."""

import datetime as dt
import io
import json
import re
import zipfile

from sqlalchemy import select

from models import answer, calendar, note, planning, progress
from models.access_log import What, access_log
from models.attachment.kinds import Media
from models.attachment.workshop import Stored
from models.board import in_use
from models.calendar import DAY, now
from models.database import transaction
from models.event import seq_of
from models.publishing import show
from models.register import numbers, releases, volumes
from models.register.series import Series
from models.states import Kind, Publication, Ruling, Status
from models.submission import stream_of, take
from tests import people

KS = Series(code="KS", pattern="{board} {year}/{number}")
SECRET = "Hemligheten"


def _registered(session, case) -> str:
    numbers.give(session, case, by=people.olga(session).actor, series=KS)
    return numbers.held(session, case.id).written


def _version(reference: str) -> str:
    with transaction() as session:
        return str(take(session, reference).version)


def _seq(reference: str) -> str:
    with transaction() as session:
        return str(seq_of(session, stream_of(reference)))


def test_the_register_shows_every_case_and_of_what_is_not_public_the_day_and_number_alone(site):
    with transaction() as session:
        open_case = people.published(
            session, Kind.COMPLAINT, title="Gropen i gatan", byline="Rosa R"
        )
        shut = people.a_submission(session, title=SECRET, shown=False, byline=SECRET)
        number = _registered(session, shut)
        case, secret = open_case.reference, shut.reference
    browser = site.browser()
    page = browser.get("/records").text
    assert page.index(secret) < page.index(case)
    assert "Gropen i gatan" in page
    assert "From Rosa R" in page
    assert number in page
    for path in ("/records", "/records.csv", "/records.json"):
        assert SECRET not in browser.get(path).text
    # By its number each is found; by its unit only what says which unit has it.
    found = {
        query: [one["reference"] for one in browser.get(f"/records.json?{query}").json()["entries"]]
        for query in (f"number={secret}", f"number={number}", "unit=streets", "first=2199-01-01")
    }
    assert list(found.values()) == [[secret], [secret], [case], []]
    line = browser.get(f"/records.json?number={secret}").json()["entries"][0]
    known = {name for name, value in line.items() if value not in {None, False}}
    assert known == {"received", "reference", "register_number", "withheld"}
    assert "Error:" in browser.get("/records?first=yesterday").text


def test_the_register_is_read_page_by_page_and_what_is_decided_stands_there(site):
    with transaction() as session:
        case = people.referred(session)
        people.decided(session, case, ruling=Ruling.APPROVED)
        for number in range(50):
            people.a_submission(session, title=f"Nummer {number}")
    browser = site.browser()
    first = browser.get("/records.json").json()
    second = browser.get(first["next_url"].removeprefix("http://127.0.0.1:8000")).json()
    assert (len(first["entries"]), len(second["entries"])) == (50, 1)
    assert second["next_url"] is None
    assert (second["entries"][0]["status"], second["entries"][0]["decided_by"]) == (
        "approved",
        "Tekniska nämnden",
    )
    assert browser.get("/records.csv").text.count("\r\n") == 52


def test_an_official_gives_a_number_that_everyone_finds_the_case_by(site):
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(session, Kind.COMPLAINT).reference
        hidden = people.a_submission(session, shown=False).reference
    desk, year = site.browser().sign_in(olga), calendar.today().year
    for number, reference in enumerate((case, hidden), 1):
        form = {"series": "", "version": _version(reference)}
        assert desk.post(f"/submissions/{reference}/registration", form).status_code == 303
        assert f"KS {year}/{number}" in desk.get(f"/casework/{reference}").text
    again = desk.post(
        f"/submissions/{case}/registration", {"series": "", "version": _version(case)}
    )
    assert again.status_code == 422
    assert "Choose what is wrong" in again.text
    wrong = {"series": "", "wrong": "mistake", "version": _version(case)}
    assert desk.post(f"/submissions/{case}/registration", wrong).status_code == 303
    shown = desk.get(f"/casework/{case}").text
    assert f"Before: KS {year}/1 (A mistake)" in shown
    assert f"KS {year}/3" in shown
    assert desk.get(f"/casework?q=ks{year}/2").text.count(f"/casework/{hidden}") >= 1
    anyone = site.browser()
    assert f"Register number KS {year}/3" in anyone.get(f"/submissions/{case}").text
    for path in ("/history", ".atom", ".json"):
        assert anyone.get(f"/submissions/{case}{path}").status_code == 200
    assert "Entered in the register" in anyone.get(f"/submissions/{case}/history").text
    for typed in (f"KS+{year}/1", f"ks{year}-3"):
        assert anyone.get(f"/submissions?q={typed}").headers["Location"].endswith(case)
    assert anyone.get(f"/submissions?q=KS+{year}/2").status_code == 200


def test_a_mark_of_secrecy_is_a_warning_for_us_alone(site):
    with transaction() as session:
        olga = people.olga(session)
        case = people.published(session, Kind.COMPLAINT).reference
    desk, here = site.browser().sign_in(olga), f"/submissions/{case}"
    assert desk.post(f"{here}/secrecy", {"provision": ""}).status_code == 422
    assert desk.post(f"{here}/secrecy", {"provision": "OSL 26 kap. 1 §"}).status_code == 303
    assert "Perhaps secret: OSL 26 kap. 1 §" in desk.get(f"/casework/{case}").text
    assert "Perhaps secret: OSL 26 kap. 1 §" in desk.get(f"/casework/{case}/dossier").text
    for path in (here, f"{here}/history", "/records", f"/ledger/{stream_of(case)}.json"):
        told = site.browser().get(path).text
        assert not [word for word in ("26 kap", "secrecy") if word in told], path
    assert desk.post(f"{here}/secrecy-end").status_code == 303
    assert "Perhaps secret" not in desk.get(f"/casework/{case}").text
    assert desk.post(f"{here}/secrecy-end").status_code == 409


def _asked_for(site, *, source: str, shown: bool = False):
    """A case with a photo and a note of a call, and Olga at it."""
    with transaction() as session:
        olga = people.olga(session)
        case = people.a_submission(session, title="Grannen", source=source, shown=shown)
        paper = Stored("a" * 32, Media.PDF, 10, "0" * 64)
        said = {
            "source": "Tack.",
            "html": "<p>Tack.</p>",
            "document": paper,
            "alt": "Beritas intyg",
        }
        answer.answer(session, case, by=olga.actor, **said)
        note.note(
            session, case, by=olga.actor, source="Hon ringde.", called_at=now(), caller="Berit"
        )
        reference = case.reference
    return site.browser().sign_in(olga), reference


def test_a_copy_hides_what_was_chosen_and_the_case_itself_is_untouched(site):
    desk, case = _asked_for(site, source=f"{SECRET} bor i huset. Ring {SECRET.lower()} på kvällen.")
    form = {
        "seq": _seq(case),
        "asked_on": calendar.today().isoformat(),
        "what": "Hela ärendet",
        "everywhere": f"{SECRET}\nBerit | OSL 21 kap. 3 §",
        "provision": "OSL 21 kap. 1 §",
        "cover-sender": "OSL 26 kap. 1 §",
    }
    made = desk.post(f"/casework/{case}/dossiers", form)
    assert made.status_code == 303
    with transaction() as session:
        # What happened since nobody has judged.
        later = take(session, case)
        note.note(session, later, by=people.olga(session).actor, source="Senare antecknat.")
    copy = desk.get(made.headers["Location"]).text
    for covered in (SECRET, SECRET.lower(), "Berit", "Rosa", "Senare antecknat"):
        assert covered not in copy, covered
    assert "bor i huset. Ring" in copy
    assert "Hon ringde." in copy
    assert "2 places, by OSL 21 kap. 1 §" in copy
    assert "2 places, by OSL 21 kap. 3 §" in copy
    assert SECRET in desk.get(f"/casework/{case}").text
    fetched = desk.post(f"{made.headers['Location']}/file")
    with zipfile.ZipFile(io.BytesIO(fetched.content)) as archive:
        names = archive.namelist()
        whole = "".join(archive.read(name).decode() for name in names if name != "page.css")
        index = json.loads(archive.read("index.json"))
    assert SECRET not in whole
    assert "Berit" not in whole
    assert "bor i huset" in whole
    assert (index["reference"], index["volume"]) == (case, 1)
    assert index["about"]["sender"] == "█████"
    assert any(name.startswith("texts/") for name in names)
    with transaction(write=False) as session:
        seen = session.scalars(select(access_log.c.what).where(access_log.c.number.is_not(None)))
        assert [what for what in seen if what is What.DOSSIER] == [What.DOSSIER] * 2
    assert desk.get(f"/casework/{case}/dossier").text.count("Given out with some of it hidden") == 1


def test_a_long_case_is_given_out_in_volumes_and_a_refused_form_stays_in_its_own(site):
    desk, case = _asked_for(site, source="Grannen bor i huset.")
    with transaction() as session:
        olga = people.olga(session).actor
        for number in range(volumes.MOST_PARTS // 2):
            note.note(session, take(session, case), by=olga, source=f"Notering {number}.")
    here = f"/casework/{case}/dossier"
    page = desk.get(here).text
    assert "given out in 2 volumes, each by itself. This is volume 1." in page
    assert "Notering 74." not in page
    page = desk.get(f"{here}?volume=2").text
    assert "Notering 74." in page
    assert "bor i huset" not in page
    seq = re.search(r'name="seq" value="(\d+)"', page).group(1)
    form = {"seq": seq, "asked_on": calendar.today().isoformat(), "what": ""}
    again = desk.post(f"/casework/{case}/dossiers", form)
    assert again.status_code == 422
    assert "This is volume 2." in again.text
    made = desk.post(f"/casework/{case}/dossiers", form | {"what": "Resten"})
    copy = desk.get(made.headers["Location"]).text
    assert "Volume 2" in copy
    fetched = desk.post(f"{made.headers['Location']}/file")
    assert f"{case}-2.zip" in fetched.headers["Content-Disposition"]
    assert "Notering 74." in copy
    assert "bor i huset" not in copy


def test_what_stands_nowhere_or_has_no_provision_is_not_hidden_and_nothing_typed_is_lost(site):
    desk, case = _asked_for(site, source="Grannen bor i huset.")
    form = {"seq": _seq(case), "asked_on": calendar.today().isoformat(), "what": "Allt"}
    for more, said in (
        ({"everywhere": "Står ingenstans", "provision": "OSL"}, "stand anywhere in the case"),
        ({"everywhere": "huset"}, "by which provision what you hide is secret"),
        ({"everywhere": "huset\n" * 51, "provision": "OSL"}, "Write at most 50 lines"),
        ({"what": ""}, "in a few words what was asked for"),
        ({"asked_on": "2999-01-01"}, "That day has not come"),
    ):
        refused = desk.post(f"/casework/{case}/dossiers", form | more)
        assert refused.status_code == 422
        assert said in refused.text
        assert more.get("everywhere", "") in refused.text
    with transaction(write=False) as session:
        assert not session.execute(select(releases.releases)).all()


def test_each_request_is_noted_without_asking_who(site):
    desk, case = _asked_for(site, source="Grannen bor i huset.")
    here, day = f"/casework/{case}", calendar.today().isoformat()
    form = {"asked_on": day, "what": "Intyget", "outcome": "refused"}
    assert desk.post(f"{here}/refusals", form).status_code == 422
    form |= {"provision": "OSL 25 kap. 1 §"}
    assert desk.post(f"{here}/refusals", form).status_code == 303
    page = desk.get(f"{here}/dossier").text
    assert "Nothing was given out" in page
    assert "OSL 25 kap. 1 §" in page
    assert desk.get(f"{here}/dossiers/1").status_code == 404
    assert site.browser().get(f"{here}/dossier").status_code == 404


def _proposal(session, title: str, board: str):
    case = people.referred(session)
    olga = people.olga(session).actor
    progress.move(session, case, Status.PREPARING, by=olga)
    row = next(one for one in in_use(session) if one.slug == board)
    progress.move(session, case, Status.REFERRED, by=olga, board=row.name_sv, board_id=row.id)
    return case


def test_the_report_to_the_council_is_of_its_day_and_not_of_now(site):
    calendar.freeze(calendar.moment(dt.datetime(2026, 2, 1, 12, tzinfo=calendar.zone())))
    with transaction() as session:
        olga = people.olga(session).actor
        late, early, hidden = (_proposal(session, "", "technical") for _ in range(3))
        number = _registered(session, late)
        calendar.freeze(now() + 30 * DAY)
        people.decided(session, early)
        planning.delay(
            session, late, by=olga, reason="Marken ska mätas först.", day=dt.date(2026, 9, 1)
        )
        # After the half-year: all of it is another way now.
        calendar.freeze(calendar.moment(dt.datetime(2026, 7, 2, 12, tzinfo=calendar.zone())))
        progress.move(session, late, Status.PREPARING, by=olga)
        planning.delay(session, late, by=olga, reason="Ett nytt skäl.", day=dt.date(2026, 12, 1))
        people.decided(session, late)
        after = _proposal(session, "", "culture")
        show(
            session,
            hidden,
            Publication.HIDDEN,
            by=olga,
            rules=people.municipality(session).proposals,
        )
        refs = [one.reference for one in (late, early, hidden, after)]
    browser = site.browser()
    page = browser.get("/records/unfinished/2026-1").text
    assert [one for one in refs if one in page] == [refs[0]]
    assert "149 days of waiting, since 1 February 2026" in page
    assert "Marken ska mätas först." in page
    assert "Ett nytt skäl" not in page
    assert number in page
    assert "Technical services committee" in page.replace("technical", "Technical")
    table = browser.get("/records/unfinished/2026-1.csv").text
    assert f"{refs[0]},{number}" in table
    assert ",149,referred," in table
    assert "2026-09-01" in table
    running = browser.get("/records/unfinished/2026-2").text
    assert [one for one in refs if one in running] == [refs[3]]
    assert "The half-year is not over" in running
    for period in ("2027-1", "2026-3", "1999-1", "x"):
        assert browser.get(f"/records/unfinished/{period}").status_code == 404
