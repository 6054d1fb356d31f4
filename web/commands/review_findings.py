"""What the doctor says of who reviews: what takes two needs two (spec MQ-7)."""

from collections.abc import Iterator

from models import belonging, profile
from models.database import transaction
from models.second_person import second_person
from web.commands.findings import Finding


def of_the_desk() -> Iterator[Finding]:
    """Who judges texts, and who agrees where nobody else can."""
    with transaction(write=False) as session:
        judges = len(session.scalars(belonging.judges()).all())
        named = profile.site(session).reviewing.four_eyes.second_person
        found = second_person(session)
    if named and found is None:
        yield Finding(
            "look",
            f"{named} is named to agree to what takes two, but nobody who works here has it.",
            "Appoint that person, or name another one in [reviewing.four_eyes].",
        )
    if judges == 1 and found is None:
        yield Finding(
            "look",
            "One person alone reviews texts: what takes two waits for ever.",
            "Appoint another, or name somebody in [reviewing.four_eyes] second_person.",
        )
    if judges > 1 or found is not None:
        yield Finding("ok", "What takes two finds two who can agree to it.")
