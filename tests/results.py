"""What must be told before a dialogue of the tests ends."""

from sqlmodel import Session

from models.dialogue import results, themes
from models.dialogue.keeping import Held
from models.dialogue.outcome import Answer, Report
from models.dialogue.results import Answered, Said
from models.prose import prose
from tests import people


def told_back(session: Session, held: Held) -> Report:
    """The closing report, published: every theme so far is done."""
    words = "Många vill ha skugga och bänkar."
    done = [
        Answered(one.id, Answer.DONE, "Bänkarna står där.")
        for one in themes.of_dialogue(session, held.case.id or 0)
    ]
    said = Said(words, prose(words), "Nämnden valde fler bänkar.", tuple(done))
    olga = people.olga(session).actor
    return results.write(session, held, None, said, by=olga, version=0, publish=True)


def evaluated(session: Session, held: Held) -> None:
    """What the municipality learnt, as everyone can read it."""
    words = "Vi började för sent."
    results.evaluate(session, held, words, prose(words), by=people.olga(session).actor)
