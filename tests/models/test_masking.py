"""Personal numbers are hidden where words are stored, and kept in one place (spec/sweden.md L16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import history, text
from models.comment import Comment
from models.database import transaction
from models.draft import Draft
from models.helped import Helping
from models.masking import Masked, mask, masks, restored
from models.meeting.row import Meeting
from models.note import Note
from models.person import Person
from models.report import Report
from models.rule_pause import RulePause
from models.submission import Submission, take
from models.text import Text
from models.verdict import Verdict
from tests import people

NUMBER, OTHER = "811218-9876", "640823-3234"
HIDDEN, OTHER_HIDDEN = "811218-****", "640823-****"


def test_a_stored_text_shows_no_number_and_its_digest_is_of_what_was_written(town):
    title, source = f"Om {NUMBER}", f"Se\n\n- {NUMBER}\n- {OTHER}"
    with transaction() as session:
        written = text.write(session, title=title, source=source, html=text.prepare(source))
        row = session.get_one(Text, written.id)
        shown = row.title + row.source + row.html
        assert NUMBER not in shown
        assert OTHER not in shown
        assert (row.title, row.holds_number) == (f"Om {HIDDEN}", True)
        assert f"<li>{HIDDEN}</li>" in row.html
        assert text.original(session, written.id) == (title, source)
        assert text.digest_of(session, written.id) == written.digest
        assert written.digest == text.digest(row.salt, title, source)


def test_the_numbers_of_a_text_are_told_as_everyone_sees_them():
    assert masks(f"Jag är {NUMBER}, och hon {OTHER_HIDDEN}. Alltså {HIDDEN}.") == [
        HIDDEN,
        OTHER_HIDDEN,
    ]
    assert masks("Ring 070-174 06 05 om 2026-00123.") == []


def test_a_text_without_a_number_has_no_second_copy(town):
    with transaction() as session:
        written = text.write(session, title="Lampan", source="Ring 070-174 06 05.")
        row = session.get_one(Text, written.id)
        assert (row.unmasked_title, row.unmasked_source, row.holds_number) == (None, None, False)
        assert text.original(session, written.id) == ("Lampan", "Ring 070-174 06 05.")


def test_the_chain_of_a_case_proves_the_words_as_they_were_written(town):
    with transaction() as session:
        case = people.a_submission(session, source=f"Jag heter Rosa, {NUMBER}.")
        assert history.verify(session, case.stream) == []
        row = session.get_one(Text, case.text_id)
        row.unmasked_source = f"Jag heter Rosa, {OTHER}."
        session.flush()
        (fault,) = history.verify(session, case.stream)
        assert fault.code == "text"


@pytest.mark.parametrize(
    "column",
    [
        *(Submission.place, Submission.name, Submission.byline, Submission.reply_to),
        *(Comment.byline, Person.name, Report.explanation, Verdict.message, Note.caller),
        *(Draft.words, RulePause.reason, Helping.name),
        *(Meeting.place, Meeting.presenter, Meeting.participants),
    ],
)
def test_no_column_beside_the_texts_takes_a_number(column):
    assert isinstance(column.type, Masked)


def test_a_mask_that_is_longer_than_the_digits_still_fits(town):
    with transaction() as session:
        case = people.a_submission(session)
        case.place = "x" * 190 + "8112189876"
        session.flush()
        session.expire(case)
        assert take(session, case.reference).place == "x" * 190 + "811218-***"


def test_words_written_anew_from_masked_ones_keep_their_numbers():
    former = f"Jag är {NUMBER}, hon {OTHER}, och jag igen 19811218 9876."
    anew = f"Hej. Hon är {OTHER_HIDDEN}. Jag är {HIDDEN}."
    assert restored(anew, former) == f"Hej. Hon är {OTHER}. Jag är {NUMBER}."
    assert restored(f"{HIDDEN} {HIDDEN} {HIDDEN}", former) == f"{NUMBER} 19811218 9876 {HIDDEN}"
    assert restored("Ingen alls.", former) == "Ingen alls."
    assert restored(f"Min vän {OTHER_HIDDEN}", f"Bara {NUMBER}") == f"Min vän {OTHER_HIDDEN}"


@given(st.lists(st.sampled_from([NUMBER, OTHER, " ", "a", "å", "\n", "-", "1"])).map("".join))
def test_what_was_masked_is_restored(written):
    assert mask(restored(mask(written), written)) == mask(written)
