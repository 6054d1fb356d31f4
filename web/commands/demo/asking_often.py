"""What the service centre of a demonstration is asked, and the answers to look over."""

from datetime import timedelta

from sqlalchemy import insert, select, update

from models import calendar, organisation
from models.actor import Actor, Role, Source
from models.database import table_of
from models.frequent import keeping, views
from models.frequent.keeping import Said
from models.frequent.views import Tag
from models.question import Question
from web.commands.demo.helped import CLERK
from web.commands.demo.town import Town

ASKED = (
    # Question, subject, what lay behind it, channel, how often a day, since how many days.
    ("broken-street-light", "street-lights", Tag.ASKED, Source.PHONE, 2, 20),
    ("broken-street-light", "street-lights", Tag.SOLVED, Source.WEB, 3, 20),
    ("home-care", "care", Tag.NOT_FOUND, Source.PHONE, 1, 60),
    (None, "contact", Tag.WAITING, Source.PHONE, 2, 30),
    (None, "roads", Tag.UNCLEAR, Source.VISIT, 1, 30),
    (None, "parks", Tag.NOT_FOUND, Source.CHAT, 2, 10),
)
DRAFT_QUESTION = "Får jag elda löv i trädgården?"
DRAFT_ANSWER = (
    "Nej, inte i tätorten. Lämna löv och ris på återvinningscentralen på Industrivägen. Det kostar"
    " ingenting."
)


def ask(town: Town) -> None:
    """Weeks of questions, one answer whose day has come, and one that is being written."""
    session, today = town.session, calendar.today()
    questions, q = table_of(Question), table_of(Question).c
    ids = {row.slug: row.id for row in session.execute(select(q.id, q.slug))}
    subjects = {row.slug: row.id for row in organisation.categories(session)}
    rows = [
        {
            "day": today - timedelta(days=back),
            "source": source,
            "tag": tag,
            "category_id": subjects.get(subject),
            "question_id": ids.get(slug),
            "count": often,
        }
        for slug, subject, tag, source, often, days in ASKED
        for back in range(days)
        if (today - timedelta(days=back)).weekday() < 5
    ]
    session.execute(insert(views.views), rows)
    first = min(ids.values(), default=None)
    session.execute(
        update(questions).where(q.id == first).values(review_on=today - timedelta(days=3))
    )
    said = Said(
        question_sv=DRAFT_QUESTION,
        answer_sv=DRAFT_ANSWER,
        question_en="",
        answer_en="",
        words_sv="bränna eldning grenar rök",
        words_en="",
        category_id=subjects.get("parks"),
        unit_id=None,
        review_on=keeping.in_half_a_year(),
        published=False,
    )
    keeping.save(session, said, by=Actor(Role.OFFICIAL, town.people[CLERK]))
