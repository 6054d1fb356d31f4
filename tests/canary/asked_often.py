"""Frequent questions: one that everyone reads, one that is being written, one that was taken away."""

import datetime as dt

from sqlmodel import Session

from models.calendar import today
from models.frequent import keeping
from models.frequent.keeping import Said
from tests.canary.readers import HANDLERS


def ask(session: Session, world) -> None:
    """What nobody reads but who keeps them: a draft, and the words of a question that is retired."""
    plant, olga = world.cage.plant, world.someone["official"].actor

    def saved(question: str, answer: str, words: str, *, published: bool) -> int:
        said = Said(
            question_sv=question,
            answer_sv=answer,
            question_en="",
            answer_en="",
            words_sv=words,
            words_en="",
            category_id=None,
            unit_id=None,
            review_on=today() + dt.timedelta(days=1),
            published=published,
        )
        return keeping.save(session, said, by=olga)

    with world.cage.about(""):
        number = saved(
            plant("a frequent question that is a draft", *HANDLERS),
            plant("the answer of a draft", *HANDLERS),
            plant("what people call a draft", *HANDLERS),
            published=False,
        )
        gone = saved(
            plant("a frequent question that was taken away", *HANDLERS),
            plant("its answer", *HANDLERS),
            plant("what people called it", *HANDLERS),
            published=True,
        )
        keeping.retire(session, gone, by=olga, version=1)
        saved(
            world.cage.public("a frequent question"),
            world.cage.public("the answer of a frequent question"),
            plant("what people call a frequent question", *HANDLERS),
            published=True,
        )
    world.values["span"] = ["90"]
    world.ones |= {
        "/casework/questions/": {"id": str(number)},
        "/questions/": {"slug": "broken-street-light"},
    }
