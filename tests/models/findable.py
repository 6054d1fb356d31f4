"""Cases to be found: what tests of searching build and ask."""

from models import publishing
from models.actor import SYSTEM
from models.search import words
from models.search.find import find
from models.search.wanted import Order, Wanted
from models.states import Kind, Publication
from models.submission import take
from tests import people

WORDS = "Det har varit så i tre veckor."


def shown(
    session,
    title,
    source=WORDS,
    *,
    kind=Kind.FAULT_REPORT,
    place="",
    subject="street-lights",
    language="sv",
):
    """A case that everyone can read, by Rosa."""
    submission = waiting(
        session, title, source, kind=kind, place=place, subject=subject, language=language
    )
    show(session, submission, Publication.PUBLISHED)
    return submission


def waiting(session, title, source=WORDS, *, kind=Kind.FAULT_REPORT, **more):
    rosa = people.rosa(session)
    draft = people.a_draft(
        kind,
        by=rosa,
        title=title,
        source=source,
        **{"place": "", "subject": "street-lights"} | more,
    )
    return take(session, people.handed_in(session, draft, by=rosa).reference)


def show(session, submission, to, **redacted):
    rules = people.municipality(session).proposals
    return publishing.show(session, submission, to, by=SYSTEM, rules=rules, **redacted)


def asked(q="", *, place="", language="sv", order=Order.NEWEST, **chosen):
    return Wanted(
        terms=words.terms(q, language),
        place=words.terms(place, language),
        order=order,
        **chosen,
    )


def found(session, q="", **more):
    """The titles of the first page."""
    return [row.title for row in find(session, asked(q, **more)).rows]
