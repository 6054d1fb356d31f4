"""Panels over HTTP: an official invites, people say yes or no by a letter, and leave by it too."""

import csv
import io

import pytest
from sqlalchemy import select

from models.database import transaction
from models.dialogue.row import Dialogue
from models.organisation import Unit
from models.panel import inviting
from models.panel.drawing import draw
from models.panel.row import PanelMember, PanelSample, panel_members
from models.states import Status
from tests import people
from tests.dialogues import a_dialogue

pytestmark = pytest.mark.once

PANEL = {
    "name": "Ungas panel",
    "purpose": "Att höra unga innan vi bestämmer om skolgårdar.",
    "often": "Högst sex gånger om året",
}


@pytest.fixture
def olga(site):
    with transaction() as session:
        someone = people.olga(session)
        held = a_dialogue(session, state=Status.COMING)
        from_unit = held.case.unit_id
    browser = site.browser().sign_in(someone)
    page = browser.get("/casework/panels").text
    assert "There is none yet" in page
    with transaction(write=False) as session:
        slug = session.get_one(Unit, from_unit).slug
    made = browser.post("/casework/panels", PANEL | {"unit": slug})
    assert made.headers["location"] == "/casework/panels/1"
    return browser


def invited(browser, *names):
    lines = "\n".join(f"{name}@example.org" for name in names)
    return browser.post("/casework/panels/1/members", {"addresses": lines})


def links():
    with transaction(write=False) as session:
        rows = session.scalars(select(PanelMember).order_by(panel_members.c.id))
        return [inviting.link(row) for row in rows]


def slug():
    with transaction(write=False) as session:
        return session.scalars(select(Dialogue)).one().slug


def test_whoever_is_invited_says_yes_or_no_without_an_account_and_leaves_by_the_same_link(
    olga, site
):
    assert invited(olga, "rosa", "sam").headers["location"] == "/casework/panels/1?sent=2"
    assert "2 invitations are on their way" in olga.get("/casework/panels/1?sent=2").text
    yes, no = links()
    rosa = site.browser()
    page = rosa.get(f"/panels/invitations/{yes}")
    assert PANEL["purpose"] in page.text
    assert (
        "You are in Ungas panel" in rosa.post(f"/panels/invitations/{yes}", {"reply": "yes"}).text
    )
    assert "You are not in" in rosa.post(f"/panels/invitations/{no}", {"reply": "no"}).text
    assert "1 member" in olga.get("/casework/panels/1").text
    rosa.post(f"/panels/invitations/{yes}", {"reply": "no"})
    assert "0 members" in olga.get("/casework/panels/1").text
    assert rosa.get(f"/panels/invitations/{yes}").status_code == 410
    assert rosa.get(f"/panels/invitations/{yes[:-1]}0").status_code == 404


def test_a_wrong_address_is_named_and_nobody_is_written_to(olga):
    page = olga.post(
        "/casework/panels/1/members", {"addresses": "rosa@example.org\nnågon utan snabel-a"}
    )
    assert page.status_code == 422
    assert "is not an e-mail address" in page.text
    assert "rosa@example.org" in page.text
    assert links() == []


def test_of_a_panel_everyone_reads_what_was_asked_and_anyone_repeats_a_drawing(olga, site):
    invited(olga, *(f"m{number}" for number in range(7)))
    someone = site.browser()
    for link in links():
        someone.post(f"/panels/invitations/{link}", {"reply": "yes"})
    asked = olga.post("/casework/panels/1/dialogues", {"dialogue": slug(), "size": "3"})
    assert asked.status_code == 303
    assert "members of a panel" in someone.get(f"/dialogues/{slug()}").text
    page = someone.get("/panels/ungas-panel").text
    assert "7 people" in page
    assert "3 of 7 were drawn" in page
    table = someone.get("/panels/ungas-panel/samples/1.csv").text.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    drawn = [
        row["code"] for row in sorted(rows, key=lambda row: int(row["place"] or 0)) if row["place"]
    ]
    with transaction(write=False) as session:
        seed = session.scalars(select(PanelSample)).one().seed
    assert drawn == draw(seed, [row["code"] for row in rows], 3)
    for code in (row["code"] for row in rows):
        assert code not in page


def test_a_member_finds_her_panels_and_leaves_one(olga, site):
    invited(olga, "rosa")
    site.browser().post(f"/panels/invitations/{links()[0]}", {"reply": "yes"})
    with transaction() as session:
        rosa, sam = people.rosa(session), people.sam(session)
    hers, others = site.browser().sign_in(rosa), site.browser().sign_in(sam)
    assert PANEL["name"] in hers.get("/me/panels").text
    assert others.post("/me/panels/1/end").status_code == 404
    hers.post("/me/panels/1/end")
    assert PANEL["name"] not in hers.get("/me/panels").text


def test_strangers_learn_nothing_of_panels_at_work(olga, site):
    for path in ("/casework/panels", "/casework/panels/1"):
        assert site.browser().get(path).status_code == 404
    assert site.browser().post("/casework/panels", PANEL).status_code == 404
    assert site.browser().get("/panels/ungas-panel").status_code == 200
    assert site.browser().get("/panels/another").status_code == 404
