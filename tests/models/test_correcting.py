"""An answer is corrected: every wording is kept, readers are told what is a change (ST-24)."""

import json

import pytest
from sqlalchemy import delete, select, update

from models import answer, correcting, history
from models.answer import Answer
from models.calendar import MINUTE, freeze, now, unfreeze
from models.database import table_of, transaction
from models.errors import Invalid, NotFound
from models.event import Event, EventKind
from models.submission import stream_of, take
from models.text import Text
from tests import people

pytestmark = pytest.mark.usefixtures("town")
_texts = table_of(Text)
FIRST, SECOND = "Lampan lagas på torsdag.", "Lampan lagas på fredag."


def _answered() -> tuple[str, int]:
    with transaction() as session:
        case = people.published(session)
        by = people.olga(session).actor
        answer.answer(session, case, by=by, source=FIRST, html=f"<p>{FIRST}</p>")
        return case.reference, answer.newest(session, case.id).id


def _correct(reference: str, answer_id: int, source: str = SECOND, **more) -> None:
    with transaction() as session:
        by = people.olga(session).actor
        case = take(session, reference)
        correcting.correct(session, case, answer_id, by=by, source=source, **more)


def _facts(reference: str) -> dict:
    with transaction(write=False) as session:
        event = table_of(Event)
        return json.loads(
            session.execute(
                select(event.c.facts)
                .where(event.c.stream == stream_of(reference))
                .order_by(event.c.seq.desc())
                .limit(1)
            ).scalar_one()
        )


def _row(answer_id: int) -> Answer:
    with transaction(write=False) as session:
        return session.get_one(Answer, answer_id)


@pytest.fixture
def later():
    """Six minutes after whatever was answered."""

    def wait(minutes: int = 6) -> None:
        freeze(now() + minutes * MINUTE)

    yield wait
    unfreeze()


def test_a_slip_is_put_right_without_a_word_for_five_minutes_and_kept_all_the_same(later):
    reference, made = _answered()
    freeze(_row(made).at)
    later(4)
    _correct(reference, made)
    assert _row(made).corrected_at is None
    with transaction(write=False) as session:
        (former,) = correcting.former(session, made)
        assert (former.source, former.shown) == (FIRST, False)
        (newest, *_) = history.timeline(session, stream_of(reference))
        assert history.told(newest.kind, newest.facts) == "slip_mended"
    later(2)
    _correct(reference, made, FIRST)
    assert _row(made).corrected_at == now(), "five minutes from the publication, not from the slip"


def test_a_later_change_is_shown_with_the_former_wording(later):
    reference, made = _answered()
    later()
    _correct(reference, made)
    row = _row(made)
    assert row.corrected_at == now()
    with transaction(write=False) as session:
        assert session.get_one(Text, row.text_id).source == SECOND
        (former,) = correcting.former(session, made)
        assert (former.source, former.shown) == (FIRST, True)
        assert history.verify(session, stream_of(reference)) == []
        (newest, *_) = history.timeline(session, stream_of(reference))
        assert newest.kind is EventKind.ANSWER_CORRECTED
    assert "significant" not in _facts(reference)


def test_what_changes_the_meaning_is_said_at_once_however_soon():
    reference, made = _answered()
    _correct(reference, made, significant=True)
    assert _row(made).corrected_at is not None
    assert _facts(reference)["significant"] == 1


def test_what_must_not_be_shown_is_kept_and_not_shown(later):
    reference, made = _answered()
    later()
    _correct(reference, made, hide_former=True)
    with transaction(write=False) as session:
        (former,) = correcting.former(session, made)
    assert not former.shown
    assert _row(made).corrected_at is not None


def test_a_wording_that_was_disposed_of_leaves_its_place(later):
    reference, made = _answered()
    gone = _row(made).text_id
    later()
    _correct(reference, made)
    with transaction() as session:
        session.execute(update(correcting.versions).values(text_id=None))
        session.execute(delete(_texts).where(_texts.c.id == gone))
        assert correcting.former(session, made)[0].source is None
        assert history.verify(session, stream_of(reference)) == []


def test_the_same_words_again_are_no_correction_and_each_answer_has_its_own_case():
    reference, made = _answered()
    with pytest.raises(Invalid, match="unchanged"):
        _correct(reference, made, FIRST)
    with transaction() as session:
        other = people.published(session, title="Ett annat").reference
    with pytest.raises(NotFound):
        _correct(other, made)
