"""Officials find a case by whatever a caller can say: and nobody else finds anything that way."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, text, update

from models import revising
from models.actor import Role
from models.database import is_postgres, transaction
from models.desk import entry
from models.desk.finding import SHOWN, find
from models.reply import ReplyBy
from models.search.find import find as find_public
from models.search.words import tokens
from models.states import Kind, Publication
from models.submission import submissions, take
from models.text import Text
from models.viewer import Post, Viewer
from tests import people
from tests.models.findable import asked, show

OLGA = Viewer(1, "Olga", posts=frozenset({Post(Role.OFFICIAL)}))


def _found(session, typed: str, **more) -> list[tuple[str, tuple[str, ...]]]:
    hits, _ = find(session, typed, "sv", OLGA, **more)
    return [(hit.row.title, hit.why) for hit in hits]


@pytest.fixture
def case(town):
    """A private complaint of Birgit's, who is to be rung."""
    with transaction() as session:
        draft = people.a_draft(
            title="Bemötande på biblioteket",
            source="Personen bakom disken suckade åt blanketten.",
            place="Kyrkvägen 7",
            shown=False,
        )
        draft = replace(
            draft, name="Birgit Åkerlund", reply_by=ReplyBy.CALL, reply_to="+46846500421"
        )
        return people.handed_in(session, draft).reference


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("{reference}", "number"),
        ("{year} {number}", "number"),
        ("{year}{number}", "number"),
        ("{number}", "number"),
        ("nr {bare}", "number"),
        ("Birgit", "name"),
        ("åkerlund", "name"),
        ("Akerlund", "name"),
        ("08-465 004 21", "phone"),
        ("+46 8 465 004 21", "phone"),
        ("0046 8 46500421", "phone"),
        ("465 00 421", "phone"),
        ("00421", "phone"),
        ("Kyrkvägen", "place"),
        ("kyrkvägen 7", "place"),
        ("biblioteket", "words"),
        ("suckande blankett", "words"),
        ("blanketterna", "words"),
    ],
)
def test_whatever_a_caller_says_finds_the_case_and_says_why(case, typed, why):
    year, number = case.split("-")
    said = typed.format(reference=case, year=year, number=number, bare=int(number))
    with transaction(write=False) as session:
        hits = _found(session, said)
        assert [title for title, _ in hits] == ["Bemötande på biblioteket"]
        assert why in hits[0][1]


@pytest.mark.parametrize(
    "typed", ["", "*", '"', "AND", "x" * 300, "%", "08-465 004 99", "nobody@example.org", "@"]
)
def test_what_nobody_said_finds_nothing(case, typed):
    with transaction(write=False) as session:
        assert _found(session, typed) == []


def test_addresses_are_found_whole_and_by_their_beginning(town):
    with transaction() as session:
        rosa = people.rosa(session)
        people.a_submission(session, by=rosa, title="Mejl")
        nils = people.resident(session, "Nils", phone="+46701740605")
        people.a_submission(session, Kind.QUESTION, by=nils, title="Sms")
    with transaction(write=False) as session:
        for typed in ("rosa@example.org", " ROSA@Example.org", "rosa@"):
            assert _found(session, typed) == [("Mejl", ("email",))]
        for typed in ("070-174 06 05", "+46701740605", "1740605"):
            assert _found(session, typed) == [("Sms", ("phone",))]


def test_the_newest_stands_first_and_pages_follow_one_another(town):
    with transaction() as session:
        titles = []
        for number in range(SHOWN + 3):
            titles.append(f"Lampa {number}")
            people.a_submission(session, title=titles[-1], shown=False)
    with transaction(write=False) as session:
        hits, following = find(session, "lampa", "sv", OLGA)
        rest, end = find(session, "lampa", "sv", OLGA, before=following)
        assert [hit.row.title for hit in (*hits, *rest)] == titles[::-1]
        assert (len(hits), end) == (SHOWN, None)


def test_an_entry_follows_every_change_of_its_words(town):
    with transaction() as session:
        case = people.a_submission(session, title="Gungan", source="Kedjan är av.", shown=True)
        by = people.rosa(session).actor
        revising.revise(session, case, by=by, title="Gungan", source="Repet är av.")
        assert not _found(session, "kedjan")
        assert _found(session, "repet")
        people._approve(session, submission_id=case.id)
        show(session, case, Publication.PUBLISHED)
        show(session, case, Publication.REDACTED, redacted="Pallen är av.")
        assert not _found(session, "repet")
        assert _found(session, "pallen")
        # Whatever no verb thinks of, the database does: a name that is taken away is not found.
        session.execute(update(submissions).values(name="Malin"))
        assert not _found(session, "gungan")
        assert len(entry.mend(session)) == 1
        assert _found(session, "malin") == [("Gungan", ("name",))]
        assert entry.mend(session) == []


def test_what_is_disposed_of_leaves_no_word_behind(town, case):
    with transaction() as session:
        text_id = take(session, case).text_id
        _without_keys(session)
        session.execute(delete(Text).where(Text.id == text_id))
        left = session.execute(text("SELECT count(*) FROM staff_entry")).scalar()
        assert left == 0
        session.rollback()


def _without_keys(session) -> None:
    """A rule of disposal lets go of the row as well; here only the text is of interest."""
    if is_postgres():
        session.execute(text("ALTER TABLE submission DROP CONSTRAINT submission_text_id_fkey"))
    else:
        session.execute(text("PRAGMA defer_foreign_keys = ON"))


def test_nothing_of_it_feeds_what_everyone_may_search(town, case):
    with transaction(write=False) as session:
        for word in ("Birgit", "biblioteket", "Kyrkvägen"):
            assert _found(session, word)
            assert find_public(session, asked(word)).rows == []
        learned = session.scalars(text("SELECT stem FROM search_word")).all()
        assert not set(learned) & set(tokens("Birgit Åkerlund suckade blanketten", "sv"))
