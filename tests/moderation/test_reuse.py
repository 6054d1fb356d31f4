"""The same words handed in again within days are known again; other words are not (MQ-17)."""

import pytest
from sqlalchemy import func, select

from models import calendar, text, text_print
from models.calendar import DAY, now
from models.database import table_of, transaction
from models.text import Text
from models.text_print import TextPrint
from models.viewer import NOBODY
from moderation import reuse
from tests import people
from tests.moderation.room import ANYWHERE, item_of

WORDS = (
    "Vi kräver att kommunen stoppar bygget av parkeringshuset vid ån, för träden där är"
    " hundra år gamla och barnen leker under dem varje dag."
)
OTHER = (
    "Tack för att ni lagade lampan vid skolan så snabbt, nu vågar min dotter gå hem själv även"
    " när det är mörkt ute på kvällen."
)
_prints = table_of(TextPrint)


def _item(session, thing):
    return item_of(session, thing).id


def test_the_same_words_are_known_again_whoever_sends_them_and_other_words_are_not(town):
    with transaction() as session:
        first = people.a_submission(session, source=f"Hej. {WORDS}")
        second = people.a_submission(session, source=f"{WORDS.upper()} Tack!")
        third = people.a_submission(session, source=WORDS, by=people.sam(session))
        people.a_submission(session, source=OTHER)
        proposal = people.published(session)
        comment = people.a_comment(session, proposal, source=WORDS)
        item = _item(session, first)
        expected = {
            (second.reference, None): True,
            (third.reference, None): False,
            (proposal.reference, comment.number): False,
        }
    reuse.each_minute()
    reuse.each_minute()
    with transaction(write=False) as session:
        found = reuse.repeats(session, item, ANYWHERE)
        assert {(one.reference, one.number): one.same for one in found} == expected


def test_a_moderator_of_elsewhere_learns_of_nothing(town):
    with transaction() as session:
        first, _ = (people.a_submission(session, source=WORDS) for _ in range(2))
        item = _item(session, first)
    reuse.each_minute()
    with transaction(write=False) as session:
        assert reuse.repeats(session, item, ANYWHERE)
        assert reuse.repeats(session, item, NOBODY) == []


def test_short_words_are_nobodys_own(town):
    with transaction() as session:
        cases = [people.a_submission(session, source="Laga lampan nu tack.") for _ in range(2)]
        item = _item(session, cases[0])
    reuse.each_minute()
    with transaction(write=False) as session:
        assert reuse.repeats(session, item, ANYWHERE) == []
        assert text_print.unprinted(session) == []


def test_prints_go_with_their_text_and_after_some_days(town):
    with transaction() as session:
        gone = text_print_of(session, WORDS)
        old = text_print_of(session, OTHER)
        session.delete(session.get_one(Text, gone))
        session.flush()
        assert session.scalars(select(_prints.c.text_id).distinct()).all() == [old]
    with calendar.at(now() + 8 * DAY), transaction() as session:
        assert text_print.forget(session) == 8
        assert session.execute(select(func.count()).select_from(_prints)).scalar() == 0


def text_print_of(session, words):
    written = text.write(session, source=words)
    text_print.keep(session, written.id, reuse.sketch(words), now())
    return written.id


@pytest.mark.parametrize("change", ["", "Hej! ", "KRAV: "])
def test_a_greeting_changes_few_of_the_hashes(change):
    shared = set(reuse.sketch(WORDS)) & set(reuse.sketch(change + WORDS))
    assert len(shared) >= text_print.FEWEST_SHARED
    assert not set(reuse.sketch(WORDS)) & set(reuse.sketch(OTHER))
