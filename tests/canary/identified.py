"""What a provider of identities said of somebody: hers alone to read."""

from sqlmodel import Session

from models import identity, recognising
from models.recognising import Proved, Seal
from tests.canary.tokens import Cage
from tests.people import Someone


def identify(session: Session, cage: Cage, sam: Someone) -> dict[str, dict[str, str]]:
    """The stranger can sign in with an e-identification too. Returns what fills the addresses."""
    seal = cage.plant("the seal of the stranger's personal number")
    proved = Proved(
        provider="bankid",
        issuer="https://op.example.org",
        subject=cage.plant("what a provider calls the stranger", "stranger"),
        seals=(Seal(seal, ""),),
        identified=True,
        resident=True,
    )
    recognising.add(session, sam.id, proved)
    (row,) = identity.identities(session, sam.id)
    return {"/me/identities/": {"id": str(row.id)}, "/sign-in/with/": {"provider": "bankid"}}
