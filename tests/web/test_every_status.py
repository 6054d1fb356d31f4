"""The page of every kind in every state it can be in: one mark, one sentence, one next step."""

import re
from html import unescape
from types import SimpleNamespace as Thing

import pytest
from sqlalchemy import select, update

import templates
from models import showing
from models.calendar import DAY, now
from models.database import transaction
from models.decision import decisions
from models.errors import Gone, NotFound
from models.face import face, goes_on
from models.states import (
    HANDED_IN,
    OUTCOMES,
    PUBLIC,
    TRANSITIONS,
    Kind,
    Publication,
    Ruling,
    Status,
)
from models.submission import submissions
from models.viewer import NOBODY
from tests import people
from web import rendering, town
from web.pages import submissions as pages
from web.visit import Visit

pytestmark = pytest.mark.once

# design of the pages, written down once more by hand: the word in both languages, outline and tone.
TABLE = """
received: Mottaget, Received, ring info
in_progress: Vi arbetar med det, In progress, half info
referred: Hos nämnden, With the board, half info
preparing: Hos nämnden, With the board, half info
waiting_resident: Väntar på dig, Waiting for you, triangle wait
waiting_sender: Väntar på avsändaren, Waiting for the sender, triangle wait
voting: Samlar stöd, Collecting support, diamond info
voting_ended: Nådde gränsen, Reached its goal, diamond info
planned: Planerat, Planned, leaf info
implementing: Genomförs, Under way, leaf info
fixed: Åtgärdat, Fixed, tick good
answered: Besvarat, Answered, tick good
approved: Ja, Yes, tick good
partly: Delvis ja, Partly yes, tick good
implemented: Genomfört, Carried out, tick good
decided: Beslut fattat, Decided, tick good
thanked: Framfört, Passed on, tick good
rejected: Nej, No, bar neutral
not_published: Tas inte upp, Not taken up, bar neutral
dismissed: Tas inte upp, Not taken up, bar neutral
below_threshold: Fick inte nog med stöd, Not enough support, bar neutral
withdrawn: Återtaget, Withdrawn, bar neutral
not_ours: Någon annan ansvarar, Someone else is responsible, bar neutral
converted: Fortsätter som ett annat ärende, Continues as another case, bar neutral
duplicate: Finns redan, Already raised, bar neutral
no_reply: "Avslutat, vi fick inget svar", "Closed, we got no reply", bar neutral
closed: Avslutat, Closed, bar neutral
"""
ROW = re.compile(r'(\w+): ("[^"]+"|[^,]+), ("[^"]+"|[^,]+), (\w+) (\w+)')
LOOKS = {found[1]: found for found in ROW.finditer(TABLE)}
NEVER = re.compile(r"\b(snart|handläggs|inom kort|soon|is being processed|None)\b", re.IGNORECASE)

PUBLISHED, PRIVATE = Publication.PUBLISHED, Publication.PRIVATE


@pytest.fixture
def case(town):
    """A case of any kind whose row is then put into every state by hand."""

    def make(kind: Kind):
        with transaction() as session:
            people.municipality(session)
            made = people.published(session, kind)
            if kind is Kind.PROPOSAL:
                made.threshold, made.voting_until = 50, now() + 20 * DAY
            session.add(made)
            rosa = people.rosa(session)
            session.flush()
            return Thing(id=made.id, reference=made.reference, rosa=rosa)

    return make


def ways(kind: Kind):
    """Every status of a kind, with every outcome of its closing and every ruling of the board."""
    for status in TRANSITIONS[kind]:
        if status is Status.CLOSED:
            yield from ((status, outcome, None) for outcome in OUTCOMES[kind])
        elif status in {Status.DECIDED, Status.IMPLEMENTING, Status.IMPLEMENTED}:
            yield from ((status, None, ruling) for ruling in Ruling)
        yield status, None, None


def put(session, case, status, outcome, ruling) -> None:
    """As if it had come there; the page reads rows."""
    session.execute(
        update(submissions)
        .where(submissions.c.id == case.id)
        .values(status=status, outcome=outcome)
    )
    session.execute(decisions.delete().where(decisions.c.submission_id == case.id))
    if ruling is not None:
        said = session.execute(select(submissions.c.text_id)).scalars().first()
        olga = people.olga(session)
        session.execute(
            decisions.insert().values(
                submission_id=case.id,
                body="Tekniska nämnden",
                decided_on=people.today(),
                paragraph="7",
                ruling=ruling,
                summary_id=said,
                reasons_id=said,
                appealable=True,
                by_id=olga.id,
                at=now(),
            )
        )
    session.flush()


def page(session, case, language: str, *, mine: bool) -> str:
    viewer = case.rosa.viewer if mine else NOBODY
    path = f"/submissions/{case.reference}"
    visit = Visit(
        session,
        town.site(session),
        language,
        path,
        viewer=viewer,
        params={"reference": case.reference},
    )
    answer = pages.show(visit)
    return rendering.page(
        answer, site=town.last_known(), viewer=viewer, language=language, path=path
    )


def right_now(html: str) -> str:
    (found,) = re.findall(r'<section class="now".*?</section>', html, re.DOTALL)
    return found


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def look_at(html: str, kind, code, status, language: str, late: bool) -> None:
    now_part = right_now(html)
    said = text_of(now_part)
    badges = re.findall(r'<span class="status (\w+)">(.*?)</span>', now_part, re.DOTALL)
    words, tones = [text_of(inner) for _, inner in badges], [tone for tone, _ in badges]
    expected = LOOKS[code]
    word = expected[2 if language == "sv" else 3].strip('"')
    flag = ["Försenat" if language == "sv" else "Delayed"] if late else []
    assert words == [word, *flag]
    marks = templates.environment(language).get_template("_marks.html").module.marks
    assert badges[0][1].startswith(str(marks[expected[4]]))
    assert tones == [expected[5], *(["stop"] if late else [])]
    sentence = text_of(re.search(r"<p>(.*?)</p>", now_part, re.DOTALL)[1])
    assert len(sentence) > 8, code
    assert sentence.endswith("."), sentence
    assert not re.search(r"[{}%]", said), said
    step = re.findall(r"Steg (\d) av (\d)" if language == "sv" else r"Step (\d) of (\d)", said)
    following = ("Nästa steg" if language == "sv" else "Next step") in said
    assert following == bool(step) == goes_on(status)
    for number, total in step:
        assert 1 <= int(number) <= int(total) == (5 if kind is Kind.PROPOSAL else 4)
    assert html.count('<h2 id="now">') == 1
    assert not NEVER.search(text_of(html)), NEVER.search(text_of(html))


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", HANDED_IN)
def test_every_state_has_one_mark_one_sentence_and_what_comes_next(case, kind, language):
    made = case(kind)
    with transaction() as session:
        for status, outcome, ruling in ways(kind):
            put(session, made, status, outcome, ruling)
            # What is said of publication is said beside it: in English two of them will do.
            for publication in Publication if language == "sv" else (PUBLISHED, PRIVATE):
                session.execute(
                    update(submissions)
                    .where(submissions.c.id == made.id)
                    .values(publication=publication)
                )
                for mine in (False, True):
                    pages.parts.clear()
                    if publication not in PUBLIC and not mine:
                        with pytest.raises((NotFound, Gone)):
                            page(session, made, language, mine=mine)
                        continue
                    html = page(session, made, language, mine=mine)
                    code = face(status, outcome, ruling, mine=mine)
                    look_at(html, kind, code, status, language, late=False)
                    private = "Only you and we" if language == "en" else "Bara du och vi"
                    withdrawn = publication is Publication.WITHDRAWN
                    if not withdrawn:
                        assert (private in html) == (publication not in PUBLIC), publication


@pytest.mark.parametrize("kind", HANDED_IN)
def test_being_late_is_a_flag_and_no_second_status(case, kind):
    made = case(kind)
    with transaction() as session:
        session.execute(
            update(submissions)
            .where(submissions.c.id == made.id)
            .values(answer_by=people.today().replace(year=2020), due_at=None)
        )
        pages.parts.clear()
        status = Status.VOTING if kind is Kind.PROPOSAL else Status.RECEIVED
        html = page(session, made, "sv", mine=False)
        look_at(html, kind, face(status, None, None), status, "sv", late=True)


@pytest.mark.parametrize("kind", HANDED_IN)
def test_lists_show_the_same_word_as_the_page(case, kind):
    made = case(kind)
    with transaction() as session:
        for status, outcome, ruling in ways(kind):
            put(session, made, status, outcome, ruling)
            (row,) = session.execute(showing.listed().where(submissions.c.id == made.id)).all()
            assert face(row.status, row.outcome, row.ruling) in LOOKS
            pages.parts.clear()
            html = page(session, made, "en", mine=False)
            word = LOOKS[face(row.status, row.outcome, row.ruling)][3].strip('"')
            assert word in text_of(right_now(html))
