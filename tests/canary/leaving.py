"""Links of a person's own: to her whole record, and about an address that she asked for."""

from sqlalchemy import select
from sqlmodel import Session

from models import changing_address, downloading, token
from models.changing_address import Wanted
from models.person import Channel
from models.token import Purpose, Token
from tests.canary.tokens import Cage
from tests.people import Someone


def leave(session: Session, cage: Cage, sam: Someone) -> dict[str, dict[str, str]]:
    """The stranger has asked for a new address, and for a file of all we know about him. Returns
    what fills the addresses.
    """
    asked_for = cage.plant("the address that the stranger asked for", "stranger")
    wanted = Wanted(Channel.EMAIL, f"{asked_for.lower()}@example.org")
    changing_address.ask(session, sam.id, wanted, language="sv")
    buttons = select(Token).where(Token.purpose == Purpose.NEW_ADDRESS)
    confirms = token.secret(session.scalars(buttons).one())
    fetches = downloading.make(session, sam.id)
    cage.known(fetches.partition(".")[2], "the link to the stranger's record", "stranger")
    own = {"id": str(sam.contact_id)}
    return {
        "/me/addresses/": own,
        "/new-address/": {"token": confirms},
        "/old-address/": {"token": confirms},
        "/downloads/": {"token": fetches},
    }
