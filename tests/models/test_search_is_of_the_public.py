"""What is not public is never found, counted, suggested or held to be similar (ST-3, T33)."""

import pytest
from sqlalchemy import delete, func, select, table, update

from models import calendar, importing, publishing, revising
from models.database import is_postgres, transaction
from models.imported import Figures, GivenSubmission
from models.migrations import migrate
from models.search import index
from models.search.find import find
from models.search.index import TABLE, mend, tidy, vocabulary
from models.search.similar import like, similar
from models.search.suggest import suggest
from models.search.wanted import Order
from models.states import PUBLIC, PUBLICATIONS, Kind, Publication, Status
from models.submission import submissions, take
from models.tables import metadata
from tests import people
from tests.models.findable import asked, found, show, shown, waiting

SECRET = "Kvarnbergsdammen"
"""A word that stands in no other text."""


@pytest.fixture
def session(town):
    with transaction() as session:
        people.municipality(session)
        yield session


def entries(session) -> int:
    return session.execute(select(func.count()).select_from(table(TABLE))).scalar_one()


def told(session, word=SECRET) -> list[str]:
    """Every way in which a text may be told of."""
    wanted = asked(word)
    misspelt = asked(word.replace("damm", "dmam"))
    listed = [row.title for order in Order for row in find(session, asked(order=order)).rows]
    return [
        *(["listed"] if any(word in title for title in listed) else []),
        *(f"found in order {o}" for o in Order if find(session, asked(word, order=o)).rows),
        *(["found by its place"] if find(session, asked(place=word)).rows else []),
        *(["found by a part of it"] if find(session, asked(word[:8])).rows else []),
        *(["suggested"] if suggest(session, misspelt, "sv") else []),
        *(["suggested for itself"] if suggest(session, wanted, "sv") else []),
        *(["similar"] if similar(session, title=f"{word} vägen", text=word, place=word) else []),
    ]


PATHS = {
    Publication.PRIVATE: (),
    Publication.QUEUED: (),
    Publication.UNCONFIRMED: (),
    Publication.RETURNED: (Publication.RETURNED,),
    Publication.REFUSED: (Publication.REFUSED,),
    Publication.PUBLISHED: (Publication.PUBLISHED,),
    Publication.REDACTED: (Publication.REDACTED,),
    Publication.HIDDEN: (Publication.PUBLISHED, Publication.HIDDEN),
    Publication.UNPUBLISHED: (Publication.PUBLISHED, Publication.UNPUBLISHED),
    Publication.WITHDRAWN: (Publication.PUBLISHED, Publication.WITHDRAWN),
}


def test_every_state_of_publication_is_walked():
    assert PATHS.keys() == PUBLICATIONS.keys()


def reach(session, publication):
    kind = Kind.PROPOSAL if publication is Publication.UNCONFIRMED else Kind.FAULT_REPORT
    if publication in {Publication.PRIVATE, Publication.UNCONFIRMED}:
        draft = people.a_draft(
            kind,
            title=f"Vid {SECRET}",
            source=f"Mellan {SECRET} och vägen.",
            place=SECRET,
            shown=publication is Publication.UNCONFIRMED,
        )
        case = take(session, people.handed_in(session, draft).reference)
    else:
        case = waiting(session, f"Vid {SECRET}", f"Mellan {SECRET} och vägen.", place=SECRET)
    for step in PATHS[publication]:
        hides = step is Publication.REDACTED
        show(
            session,
            case,
            step,
            **{"redacted": f"Mellan {SECRET} och vägen, vid ***"} if hides else {},
        )
    assert case.publication is publication
    return case


@pytest.mark.parametrize("publication", Publication)
def test_only_what_is_public_is_found_and_suggested_and_similar(session, publication):
    shown(session, "En dammsugare på torget")
    case = reach(session, publication)
    ways = told(session)
    if publication in PUBLIC:
        assert {"listed", "found by its place", "suggested", "similar"} <= set(ways)
        assert len(ways) == 8, ways
        assert like(session, case.reference)[0] == f"Vid {SECRET}"
    else:
        assert ways == []
        assert entries(session) == 1, "the other one"
        assert like(session, case.reference) == ("", [])


@pytest.mark.parametrize("publication", sorted(set(Publication) - PUBLIC))
def test_the_database_itself_takes_away_what_a_verb_forgets(session, publication):
    case = shown(session, f"Vid {SECRET}")
    session.execute(
        update(submissions).where(submissions.c.id == case.id).values(publication=publication)
    )
    assert entries(session) == 0
    assert told(session) == []


def test_words_that_were_changed_behind_the_index_are_not_found_either(session):
    case = shown(session, f"Vid {SECRET}")
    other = shown(session, "Vid torget")
    session.execute(
        update(submissions).where(submissions.c.id == case.id).values(text_id=other.text_id)
    )
    assert told(session) == []


def test_a_place_that_was_masked_is_not_found(session):
    case = shown(session, "Mörkt", place=SECRET)
    session.execute(update(submissions).where(submissions.c.id == case.id).values(place=""))
    index.keep(session, case.id)
    assert told(session) == []
    assert found(session, "mörkt") == ["Mörkt"]


def test_a_place_that_is_changed_behind_the_index_is_not_found(session):
    case = shown(session, "Mörkt", place=SECRET)
    session.execute(update(submissions).where(submissions.c.id == case.id).values(place=""))
    assert told(session) == []


def test_an_entry_that_should_not_be_there_tells_nothing(session):
    """The second lock: whatever is found is asked once more whether it is public."""
    case = waiting(session, f"Vid {SECRET}", f"Mellan {SECRET} och vägen.", place=SECRET)
    index._enter(session, session.execute(index._CASES, {"cases": [case.id]}).all())
    assert entries(session) == 1
    assert told(session) == []
    assert like(session, case.reference) == ("", [])


def test_what_is_imported_is_found(session):
    rules = people.municipality(session)
    for number, publication in enumerate((Publication.PUBLISHED, Publication.QUEUED)):
        given = GivenSubmission(
            source="another",
            id=str(number),
            kind=Kind.PROPOSAL,
            title=f"Vid {SECRET}, {publication}",
            words="Bygg en brygga.",
            html="<p>Bygg en brygga.</p>",
            subject="not-sure",
            status=Status.REFERRED,
            outcome=None,
            publication=publication,
            at=calendar.now(),
            language="sv",
            figures=Figures(),
        )
        importing.import_submission(session, given, site=rules)
    assert found(session, SECRET) == [f"Vid {SECRET}, published"]


def test_a_case_that_is_gone_leaves_no_entry(session):
    case = shown(session, f"Vid {SECRET}")
    for other in metadata.sorted_tables:
        for column in other.c:
            if column.references(submissions.c.id):
                session.execute(delete(other).where(column == case.id))
    session.execute(delete(submissions).where(submissions.c.id == case.id))
    assert entries(session) == 0


def test_a_hidden_detail_is_found_no_more_and_the_rest_of_the_text_still_is(session):
    case = shown(session, "Mörkt på vägen", f"Mellan {SECRET} och kiosken.")
    show(session, case, Publication.REDACTED, redacted="Mellan *** och kiosken.")
    assert told(session) == []
    assert found(session, "kiosken") == ["Mörkt på vägen"]


def test_a_change_that_waits_is_not_found_until_it_is_let_through(session):
    case = shown(session, "Mörkt på vägen")
    rosa = people.rosa(session).actor
    revising.revise(session, case, by=rosa, title="Mörkt på vägen", source=f"Vid {SECRET}.")
    assert told(session) == []
    revising.accept(session, case, by=people.marek(session).actor)
    assert found(session, SECRET) == ["Mörkt på vägen"]


def test_a_word_is_suggested_in_a_form_that_stands_in_a_public_text(session):
    shown(session, "En gatlampa lyser inte")
    hidden = shown(session, "Gatlamporna lyser inte")
    show(session, hidden, Publication.HIDDEN)
    assert suggest(session, asked("gatlmpa"), "sv") == "gatlampa"
    assert suggest(session, asked("gatlmporna"), "sv") == "gatlampa"


def test_at_night_words_that_stand_nowhere_any_more_are_forgotten(session):
    case = shown(session, f"Vid {SECRET} på torget")
    shown(session, "Torget är halt")
    words = select(vocabulary.c.stem)
    before = set(session.scalars(words))
    show(session, case, Publication.HIDDEN)
    tidy(session)
    after = set(session.scalars(words))
    assert {word for word in before if word.startswith("kvarn")}
    assert not {word for word in after if word.startswith("kvarn")}
    assert "torg" in after
    assert suggest(session, asked("trget"), "sv") == "torget"


def test_what_has_no_entry_is_given_one(session):
    """A town older than its index, or a verb that forgot."""
    case = shown(session, "En lampa")
    secret = waiting(session, f"Vid {SECRET}")
    session.execute(
        index._FORGET[is_postgres()], {"newest": index.newest(case.received_at, case.id)}
    )
    assert found(session, "lampa") == []
    assert mend(session) == 1
    assert mend(session) == 0
    assert found(session, "lampa") == ["En lampa"]
    assert told(session) == []
    assert secret.publication is Publication.QUEUED


def test_migrating_twice_keeps_the_index_and_its_triggers(town):
    with transaction() as session:
        people.municipality(session)
        case = shown(session, f"Vid {SECRET}")
    migrate()
    with transaction() as session:
        assert found(session, SECRET)
        rules = people.municipality(session).proposals
        publishing.withdraw(
            session, take(session, case.reference), by=people.rosa(session).actor, rules=rules
        )
        assert told(session) == []
