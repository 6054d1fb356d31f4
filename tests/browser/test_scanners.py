"""Mail scanners open every link of a letter in a real browser (spec T12): that may change nothing."""

import pytest
from sqlalchemy import select

from models import changing_address, inviting, joining, organisations, token
from models.actor import Role
from models.database import transaction
from models.membership import Membership, Part
from models.person import Channel
from models.subscription import MANAGE, UNSUBSCRIBE
from models.tables import metadata
from models.token import Purpose, Token
from models.viewer import NOBODY
from tests import people
from tests.browser import stops_of_links, way
from tests.browser.guest import Guest, made
from tests.browser.hands import Pointer

pytestmark = [pytest.mark.browser, pytest.mark.once]

RESTLESS = """() => {
    scrollTo(0, document.body.scrollHeight);
    for (const element of document.querySelectorAll('a, button'))
        for (const kind of ['mouseover', 'mousemove', 'focus', 'blur'])
            element.dispatchEvent(new MouseEvent(kind, {bubbles: true}));
}"""


def _everything() -> dict[str, list]:
    with transaction(write=False) as session:
        return {
            table.name: sorted(map(repr, session.execute(select(table)).all()))
            for table in metadata.sorted_tables
        }


@pytest.fixture
def links(site, open_page) -> list[str]:
    """One link of every kind that a letter can have."""
    asking = Guest(open_page(), site)
    stops_of_links.handed_in_unconfirmed()
    reference = made(lambda s: people.published(s, by=people.sam(s)).reference)
    here = f"/submissions/{reference}"
    _asks(asking, f"{here}/votes/new", "Stöd förslaget")
    asking.go(f"{here}/comments/new")
    asking.write("Din kommentar", way.COMMENT)
    asking.choose("Mejl")
    asking.write("Mejladress", "nils@example.org")
    asking.press("Skicka")
    _asks(asking, f"/subscriptions/new?submission={reference}", "Få besked")
    asking.go("/sign-in")
    asking.write("Mejladress eller mobilnummer", "sam@example.org")
    asking.press("Skicka en länk")
    made(_address_changes)
    made(_invitation)
    return [
        *(way.letter(purpose) for purpose in Purpose),
        made(_membership),
        *(way.standing_link("nils@example.org", purpose) for purpose in (UNSUBSCRIBE, MANAGE)),
    ]


def _address_changes(session) -> None:
    """Sam asks for a new address; Rosa has confirmed one, and may undo it from her old one."""
    sam, rosa = people.sam(session), people.rosa(session)
    for who, new in ((rosa, "rosas.nya@example.org"), (sam, "sams.nya@example.org")):
        wanted = changing_address.Wanted(Channel.EMAIL, new, old_id=who.contact_id)
        changing_address.ask(session, who.id, wanted, language="sv")
        if who is rosa:
            (button,) = session.scalars(select(Token).where(Token.purpose == Purpose.NEW_ADDRESS))
            changing_address.confirm(session, token.secret(button), NOBODY)


def _invitation(session) -> None:
    ada = people.ada(session).actor
    inviting.invite(session, "nora@example.org", by=ada, name="Nora", role=Role.MODERATOR)


def _membership(session) -> str:
    ada = people.ada(session).actor
    number = organisations.enter(session, "Cykelföreningen", by=ada).id
    joining.invite(session, number, "nils@example.org", Part.MANAGER, by=ada, language="sv")
    (invited,) = session.scalars(select(Membership))
    return f"/memberships/{joining.link(invited)}"


def _asks(asking: Pointer, path: str, press: str) -> None:
    asking.go(path)
    asking.choose("Mejl")
    asking.write("Mejladress", "nils@example.org")
    asking.press(press)


def test_opening_the_links_of_letters_changes_nothing(links, site, open_page):
    before = _everything()
    scanner = open_page()
    for link in links:
        answer = scanner.goto(site + link, wait_until="networkidle")
        assert answer.status == 200
        scanner.evaluate(RESTLESS)
        scanner.wait_for_load_state("networkidle")
        assert scanner.url == site + link
    assert _everything() == before
    assert scanner.context.cookies() == []


def test_the_same_links_still_work_for_the_one_who_presses(links, site, open_page):
    reader = Pointer(open_page(), site)
    for link in links[: len(Purpose) + 1]:
        reader.go(link)
        button = reader.main.locator("button")
        assert button.count() == 1
        before = _everything()
        reader.press(button.inner_text())
        assert _everything() != before
