"""Drafts: one a person and case, gone when the answer is sent or nobody goes on with it."""

import pytest

from models import answer, answer_template, draft
from models.database import transaction
from models.draft import Used
from models.event import seq_of
from models.submission import Submission, take
from tests import people

pytestmark = pytest.mark.usefixtures("town")


def _case(session) -> tuple[Submission, int]:
    return people.published(session), people.olga(session).id


def test_the_last_words_are_kept_with_what_had_happened_when_she_began():
    with transaction() as session:
        case, olga = _case(session)
        draft.keep(session, case.id, olga, "Vi tittar", seq=3)
        draft.keep(session, case.id, olga, "Vi tittar på det.", seq=9, used=None)
        kept = draft.of(session, case.id, olga)
    assert (kept.words, kept.seq) == ("Vi tittar på det.", 3)


def test_a_template_once_put_in_is_not_forgotten_by_typing_on():
    with transaction() as session:
        case, olga = _case(session)
        template = _template(session)
        draft.keep(session, case.id, olga, "Hej", seq=1, used=Used(template, 4))
        draft.keep(session, case.id, olga, "Hej igen", seq=1)
        kept = draft.of(session, case.id, olga)
    assert (kept.template_id, kept.template_version) == (template, 4)


def _template(session) -> int:
    return answer_template.save(session, name="Tack", body="Tack", unit_id=None, language="sv")


def test_colleagues_see_whose_draft_there_is_and_no_word_of_it():
    with transaction() as session:
        case, olga = _case(session)
        ada = people.ada(session).id
        draft.keep(session, case.id, olga, "Hemligt än", seq=1)
        (other,) = draft.of_others(session, case.id, ada)
        assert draft.of(session, case.id, ada) is None
        assert draft.of_others(session, case.id, olga) == []
    assert other.name == "Olga"
    assert "Hemligt" not in str(other)


def test_a_draft_is_gone_when_it_is_emptied_or_sent():
    with transaction() as session:
        case, olga = _case(session)
        draft.keep(session, case.id, olga, "Vi tittar", seq=1)
        draft.keep(session, case.id, olga, "  ", seq=1)
        assert draft.of(session, case.id, olga) is None
        draft.keep(session, case.id, olga, "Vi tittar", seq=1)
        ada = people.ada(session).id
        draft.keep(session, case.id, ada, "Jag med", seq=1)
        assert seq_of(session, case.stream) > 0
        words = "<p>Vi tittar.</p>"
        by = people.olga(session).actor
        answer.answer(
            session, take(session, case.reference), by=by, source="Vi tittar.", html=words
        )
        assert draft.of(session, case.id, olga) is None
        assert draft.of(session, case.id, ada).words == "Jag med"
