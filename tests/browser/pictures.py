"""What stands in docs/screens: each picture with the way to the page that it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from models.database import table_of, transaction
from models.decision import decisions
from models.person import Channel, reach
from models.submission import submissions
from models.subscription import MANAGE, Subscription, link
from models.text import Text
from tests import people
from tests.browser.guest import Guest

LAMPS = "Mörkt på gångvägen vid Storgatan"
YARD = "Låt Björkskolans skolgård vara öppen på loven"
SQUARE = "Torget går inte att ta sig över med rullstol"
BENCHES = "Bänkar längs Strandpromenaden"
CROSSING = "Övergångsstället vid Skolgatan syns inte längre"
FOOD = "Maten på Ekens förskola"
NUMBER = "Fel personnummer i brevet från förskolan"


@dataclass(frozen=True)
class Picture:
    """What is photographed: its name, the way to it, and in which languages."""

    name: str
    way: Callable[[Guest], None]
    languages: tuple[str, ...] = ("sv",)


def _reference(title: str) -> str:
    words = table_of(Text)
    with transaction(write=False) as session:
        return session.execute(
            select(submissions.c.reference)
            .join(words, words.c.id == submissions.c.text_id)
            .where(words.c.title == title)
        ).scalar_one()


def _page(path: str) -> Callable[[Guest], None]:
    return lambda guest: guest.is_nobody().go(path)


def _case(title: str, *, at: str = "/submissions/{}") -> Callable[[Guest], None]:
    return lambda guest: guest.is_nobody().go(at.format(_reference(title)))


def _as(who: Callable, way: Callable[[Guest], None]) -> Callable[[Guest], None]:
    def go(guest: Guest) -> None:
        way(guest.is_nobody().is_(who))

    return go


def _decision(guest: Guest) -> None:
    with transaction(write=False) as session:
        found = session.execute(select(decisions.c.id).order_by(decisions.c.id).limit(1))
        number = found.scalar_one()
    guest.is_nobody().go(f"/decisions/{number}")


def _updates(guest: Guest) -> None:
    """What Rosa follows, behind the link at the foot of every letter."""
    with transaction() as session:
        contact = reach(session, Channel.EMAIL, "rosa@example.org").id
        wish = session.scalars(
            select(Subscription).where(Subscription.contact_id == contact).limit(1)
        ).first()
        secret = link(wish, MANAGE)
    guest.is_nobody().go(f"/subscriptions/{secret}")


def _item(guest: Guest) -> None:
    guest.go("/desk")
    guest.press(NUMBER)


def _work(guest: Guest) -> None:
    guest.go(f"/casework/{_reference(FOOD)}")


def _telling(guest: Guest) -> None:
    guest.is_nobody().go("/submissions/new?kind=fault_report")
    guest.write("Vad handlar det om?", "Mörkt i trappan vid Kvarnbron")
    guest.write(
        "Berätta mer", "Lampan på stolpe 131 är släckt. Trappan är hal och man ser den inte."
    )
    guest.choose("Gatlampor och mörka platser")


def _where(guest: Guest) -> None:
    _telling(guest)
    guest.press("Fortsätt")
    guest.write("Var är det?", "Kvarnbron, stolpe 131")


def _answer(guest: Guest) -> None:
    _where(guest)
    guest.press("Fortsätt")
    guest.choose("Ring mig")
    guest.write("Telefonnummer", "070-174 06 41")


def _check(guest: Guest) -> None:
    _answer(guest)
    guest.press("Fortsätt")


def _receipt(guest: Guest) -> None:
    _check(guest)
    guest.press("Skicka")


BOTH = ("sv", "en")
PICTURES = (
    Picture("start", _page("/"), BOTH),
    Picture("list", _page("/submissions"), BOTH),
    Picture("search", _page("/submissions?q=lampor")),
    Picture("form-1", _telling),
    Picture("form-2", _where),
    Picture("form-3", _answer),
    Picture("form-check", _check),
    Picture("receipt", _receipt),
    Picture("form-english", _page("/submissions/new?kind=fault_report"), ("en",)),
    Picture("case-proposal", _case(YARD), BOTH),
    Picture("case-fixed", _case(LAMPS)),
    Picture("case-answered", _case(SQUARE), BOTH),
    Picture("case-late", _case(CROSSING)),
    Picture("case-carried-out", _case(BENCHES)),
    Picture("history", _case(LAMPS, at="/submissions/{}/history")),
    Picture("decision", _decision),
    Picture("promises", _page("/promises")),
    Picture("questions", _page("/questions")),
    Picture("register", _page("/moderation-log")),
    Picture("my-cases", _as(people.rosa, lambda guest: guest.go("/me"))),
    Picture("updates", _updates),
    Picture("desk", _as(people.marek, lambda guest: guest.go("/desk"))),
    Picture("desk-item", _as(people.marek, _item)),
    Picture("casework", _as(people.olga, lambda guest: guest.go("/casework"))),
    Picture("casework-case", _as(people.olga, _work)),
)
