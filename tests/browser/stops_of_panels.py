"""The stops at panels: the letter that invites, one's own, and at work."""

from sqlalchemy import select

from models.dialogue import keeping as leading
from models.dialogue.row import Dialogue
from models.panel import inviting, keeping
from models.panel.row import Panel, PanelMember
from models.states import Status
from tests import people
from tests.browser.guest import Guest, made
from tests.dialogues import QUESTION, a_dialogue

NAME = "Ungas panel"


def _begun(s) -> Panel:
    olga = people.olga(s)
    held = a_dialogue(s, state=Status.COMING)
    panel = keeping.begin(
        s,
        name=NAME,
        purpose="Att höra unga innan vi bestämmer om skolgårdar.",
        often="Högst sex gånger om året",
        unit_id=held.case.unit_id,
        by=olga.actor,
    )
    rosa = people.rosa(s)
    inviting.invite(s, panel, [rosa.address], by=olga.actor, language="sv")
    return panel


def _link(s) -> str:
    _begun(s)
    return inviting.link(s.scalars(select(PanelMember)).one())


def _joined(s) -> None:
    inviting.accept(s, _link(s), language="sv")


def _invited(guest: Guest) -> None:
    guest.go(f"/panels/invitations/{made(_link)}")
    guest.arrives(f"Vill du vara med i {NAME}?")
    guest.press("Ja, det vill jag")
    guest.arrives(f"Du är med i {NAME}")


def _public(guest: Guest) -> None:
    made(_joined)
    guest.go("/panels/ungas-panel")
    guest.reads("Högst sex gånger om året")


def _drawn(guest: Guest) -> None:
    def draw(s) -> None:
        _joined(s)
        olga = people.olga(s)
        [panel] = s.scalars(select(Panel))
        held = leading.take_for(s, s.scalars(select(Dialogue)).one().slug, olga.viewer)
        keeping.ask(s, panel, held, size=1, by=olga.actor)

    made(draw)
    guest.fetches("/panels/ungas-panel/samples/1.csv")
    guest.go("/panels/ungas-panel")
    guest.reads("1 av 1 lottades fram")


def _own(guest: Guest) -> None:
    guest.is_(people.rosa).go("/me/panels")
    made(_joined)
    guest.go("/me/panels")
    guest.press(f"Lämna {NAME}")
    guest.reads("Du är inte med i någon panel.")


def _at_work(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework/panels")
    guest.press("Starta en panel")
    guest.reads("Ge panelen ett namn")
    made(_joined)
    guest.go("/casework/panels")
    guest.reads(NAME)


def _one(guest: Guest) -> None:
    number = made(lambda s: (_joined(s), s.scalars(select(Panel)).one().id)[1])
    guest.is_(people.olga).go(f"/casework/panels/{number}")
    guest.press("Skicka inbjudningar")
    guest.reads("Skriv minst en mejladress")
    guest.page.get_by_label("Om vilken dialog?").select_option(label=QUESTION)
    guest.press("Fråga dem")
    guest.reads("Vad vi har frågat panelen")


def _rehearsed(guest: Guest) -> None:
    slug = made(lambda s: a_dialogue(s, state=Status.DRAFT).dialogue.slug)
    guest.is_(people.olga).go(f"/casework/dialogues/{slug}/rehearsal")
    guest.reads("Inget ändras, och ingen får något.")


STOPS = {
    "/casework/dialogues/{slug}/rehearsal": [_rehearsed],
    "/panels/invitations/{token}": [_invited],
    "/panels/{slug}": [_public],
    "/panels/{slug}/samples/{sample}.csv": [_drawn],
    "/me/panels": [_own],
    "/casework/panels": [_at_work],
    "/casework/panels/{id}": [_one],
}
