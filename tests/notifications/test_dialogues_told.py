"""A whole dialogue, walked by the clock: nobody is told twice, and nobody who wished is left out."""

import re

import pytest

from models import calendar
from models.calendar import DAY, HOUR, advance
from models.database import transaction
from models.dialogue import actions, closing, finding, keeping, opening, planning, results, themes
from models.dialogue.actions import Planned as Doing
from models.dialogue.keeping import Ending
from models.dialogue.kinds import PhaseKind
from models.dialogue.outcome import Answer
from models.dialogue.planning import Planned
from models.dialogue.results import Answered, Said
from models.event import EventKind
from models.states import Kind, Status
from models.subscription import Extent
from models.verdict import Judgement
from notifications import ledger
from notifications.sms.segments import downgrade, segments
from tests import people
from tests.dialogues import QUESTION, a_dialogue, later
from tests.models import polling
from tests.models.polling import first_phase, set_up
from tests.moderation import room
from tests.notifications import post

LINK = re.compile(r"https?://[^\s<>\"]+")
WISHES = {"Nils": Extent.DECISION, "Sam": Extent.ANSWERS, "Maja": Extent.EVERYTHING}
ALL, SOME, MAJA = set(WISHES), {"Sam", "Maja"}, {"Maja"}


def olga(session):
    return people.olga(session).actor


class Walk:
    """One dialogue with a discussion in ten days, then a vote, and three who follow it."""

    def __init__(self) -> None:
        calendar.freeze(calendar.now())
        self.shelf = post.Shelf()
        with transaction() as session:
            phases = [later(PhaseKind.DISCUSS, 10, 14), later(PhaseKind.VOTE, 24, 10)]
            held = a_dialogue(session, state=Status.COMING, phases=phases)
            set_up(session, held, first_phase(session, held))
            self.reference, self.slug = held.case.reference, held.dialogue.slug
            for name, extent in WISHES.items():
                post.follow(session, people.resident(session, name), held.case, extent=extent)
            # Who follows something else hears nothing of it.
            other = people.published(session, Kind.FAULT_REPORT)
            post.follow(session, people.resident(session, "Nora"), other, extent=Extent.EVERYTHING)
        post.address()
        advance(HOUR // 1_000_000)
        post.send(self.shelf)
        self.letters()
        self.told = len(post.sent_rows())

    def by_staff(self, verb, *args, **more):
        with transaction() as session:
            held = keeping.hold(session, self.reference)
            return verb(session, held, *args, by=olga(session), **more)

    def ring(self) -> None:
        """The clock, once and once more."""
        for _ in range(2):
            with transaction() as session:
                opening.ring(session, self.reference)

    def heard(self) -> dict[str, str]:
        """Who was sent what since: one message each, and the kind of its letter."""
        post.address()
        advance(HOUR // 1_000_000)
        post.send(self.shelf)
        rows = post.sent_rows()[self.told :]
        self.told += len(rows)
        with transaction() as session:
            names = {people.resident(session, name).contact_id: name for name in (*WISHES, "Nora")}
        found = [(names.get(row.contact_id, "?"), row.kind) for row in rows]
        assert len(dict(found)) == len(found)
        return dict(found)

    def letters(self) -> list:
        sent = list(self.shelf.letters)
        self.shelf.letters.clear()
        return sent


@pytest.fixture
def walk(town):
    post.use(town, gather_seconds=300)
    yield Walk()
    calendar.unfreeze()


def same(names: set[str], kind: str) -> dict[str, str]:
    return dict.fromkeys(names, kind)


def test_a_whole_dialogue_tells_each_as_much_as_she_asked_for_and_nothing_twice(walk):
    advance(10 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == same(SOME, "dialogue_phase")
    [letter, *_] = walk.letters()
    assert letter.subject == f"Nu öppet: {QUESTION}"
    assert "Ett nytt skede har börjat i dialogen" in letter.text
    assert f"{post.BASE_URL}/dialogues/{walk.slug}\n" in letter.text
    assert "om besked om dialogen" in letter.text
    _comment(walk)
    assert walk.heard() == same(MAJA, "commented")
    [letter] = walk.letters()
    assert f"en ny kommentar om dialogen ”{QUESTION}”" in letter.text
    assert f"/dialogues/{walk.slug}/comments/1\n" in letter.text
    advance(11 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == same(SOME, "dialogue_phase")
    assert "Sista dagarna" in walk.letters()[0].subject
    _longer(walk)
    # Rosa wrote in it and follows nothing.
    assert walk.heard() == same(SOME, "dialogue_phase") | {"?": "dialogue_days"}
    assert "har fått en ny sista dag" in walk.letters()[0].text
    # The vote begins in the last days of the discussion, that it was given.
    advance(3 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == same(SOME, "gathered")
    # The discussion ends: nobody needs to hear it.
    advance(2 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == {}
    advance(5 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == same(SOME, "dialogue_phase")
    advance(3 * DAY // 1_000_000)
    walk.ring()
    assert walk.heard() == same(MAJA, "dialogue_moved")
    walk.by_staff(keeping.move, Status.FEEDBACK)
    assert walk.heard() == same(ALL, "dialogue_moved")
    with transaction() as session:
        first = finding.phases_of(session, keeping.hold(session, walk.reference).case.id)[0].id
    walk.by_staff(results.write, first, Said("Bänkar.", "<p>Bänkar.</p>"), version=0, publish=True)
    walk.letters()
    assert walk.heard() == same(ALL, "dialogue_result")
    assert f"/dialogues/{walk.slug}/result\n" in walk.letters()[0].text
    # The closing report and the step are one message to each.
    theme = walk.by_staff(themes.add, "Bänkar").id
    answer = Answered(theme, Answer.DONE, "Tio bänkar.")
    said = Said("Bänkar.", "<p>Bänkar.</p>", influenced="Det blir bänkar.", answers=(answer,))
    walk.by_staff(results.write, None, said, version=0, publish=True)
    walk.by_staff(keeping.move, Status.CLOSED)
    assert walk.heard() == same(ALL, "gathered")
    assert "Vi har avslutat dialogen" in walk.letters()[0].text
    with transaction() as session:
        unit = keeping.hold(session, walk.reference).case.unit_id
    doing = Doing("Tio bänkar.", unit, calendar.today())
    walk.by_staff(actions.add, doing)
    assert walk.heard() == same(SOME, "dialogue_action")
    walk.by_staff(results.evaluate, "Fler möten på kvällen.", "<p>Fler möten.</p>")
    link = "https://example.org/torget"
    ending = Ending("Bänkarna ställs ut i juni.", "Gatuenheten", link)
    walk.letters()
    walk.by_staff(keeping.move, Status.HANDED_OVER, ending=ending)
    assert walk.heard() == same(ALL, "dialogue_moved")
    for letter in walk.letters():
        assert link in letter.text
        assert "Bänkarna ställs ut i juni." in letter.text


def _comment(walk: Walk) -> None:
    with transaction() as session:
        rosa = people.rosa(session)
        made = people.a_comment(session, keeping.hold(session, walk.reference).case, by=rosa)
        room.judge(session, room.item_of(session, made), Judgement.PUBLISH)


def _longer(walk: Walk) -> None:
    with transaction() as session:
        held = keeping.hold(session, walk.reference)
        first = planning.take(session, held, finding.phases_of(session, held.case.id)[0].id)
        longer = Planned(first.kind, first.opens_at, first.closes_at + 2 * DAY, words="Mer tid.")
        planning.change(session, held, first, longer, by=olga(session))


def test_other_words_of_a_phase_and_going_back_to_the_draft_are_no_news(walk):
    with transaction() as session:
        held = keeping.hold(session, walk.reference)
        first = planning.take(session, held, finding.phases_of(session, held.case.id)[0].id)
        same_days = Planned(first.kind, first.opens_at, first.closes_at, words="Andra ord.")
        planning.change(session, held, first, same_days, by=olga(session))
    walk.by_staff(keeping.move, Status.DRAFT)
    walk.by_staff(keeping.move, Status.COMING)
    assert walk.heard() == {}


def test_breaking_off_tells_everyone_who_and_why_and_how_many_is_known_before(walk):
    with transaction() as session:
        case = keeping.hold(session, walk.reference).case
        facts = {"from": "coming", "to": "broken_off"}
        told = ledger.forecast(session, case, EventKind.MOVED, by=olga(session), facts=facts)
    assert sum(told.values()) == len(ALL)
    why = Ending("Pengarna räcker inte.", "Tekniska nämnden")
    walk.by_staff(keeping.move, Status.BROKEN_OFF, ending=why)
    assert walk.heard() == same(ALL, "dialogue_moved")
    for letter in walk.letters():
        assert letter.text.startswith("Tekniska nämnden har avbrutit dialogen")
        assert "> Pengarna räcker inte." in letter.text
        assert set(LINK.findall(letter.text)) >= {f"{post.BASE_URL}/dialogues/{walk.slug}"}


def test_a_text_message_of_a_dialogue_is_two_parts_at_most(town):
    post.use(town)
    shelf = post.Shelf()
    with transaction() as session:
        held = a_dialogue(session, state=Status.COMING, phases=[later(PhaseKind.DISCUSS, 1, 14)])
        phone = people.resident(session, "Per", phone="+46701740612")
        post.follow(session, phone, held.case)
        reference = held.case.reference
    with calendar.at(calendar.now() + 2 * DAY):
        with transaction() as session:
            opening.ring(session, reference)
        post.address()
    with calendar.at(calendar.now() + 2 * DAY + HOUR):
        post.send(shelf)
    [letter] = shelf.letters
    text = downgrade(letter.text)
    assert "Nytt skede i dialogen" in text
    assert segments(text).parts <= 2


def test_whoever_waits_for_results_hears_when_the_votes_are_counted_and_where_to_look(town):
    post.use(town)
    shelf = post.Shelf()
    with transaction() as session:
        poll = polling.a_poll(session)
        case = keeping.hold(session, poll.stream.removeprefix("submission-")).case
        post.follow(session, people.sam(session), case, extent=Extent.DECISION)
    with calendar.at(poll.closes_at + HOUR):
        with transaction() as session:
            closing.close_poll(session, poll.id)
        post.send(shelf)
    [letter] = shelf.letters
    assert letter.subject == f"Resultatet av omröstningen: {QUESTION}"
    assert f"/dialogues/{poll.slug}/ballot/result?phase={poll.phase_id}\n" in letter.text


@pytest.mark.parametrize("judgement", [Judgement.REFUSE, Judgement.RETURN])
def test_the_writer_of_a_comment_that_is_not_shown_is_told_of_which_dialogue(town, judgement):
    post.use(town)
    shelf = post.Shelf()
    with transaction() as session:
        held = a_dialogue(session)
        slug, reference = held.dialogue.slug, held.case.reference
        made = people.a_comment(session, held.case, by=people.rosa(session))
        reason = {"reason": "abusive"} if judgement is Judgement.REFUSE else {}
        said = {"message": "Skriv om det lite vänligare."} | reason
        room.judge(session, room.item_of(session, made), judgement, **said)
    with calendar.at(calendar.now() + HOUR):
        post.send(shelf)
    [letter] = [one for one in shelf.letters if one.address == "rosa@example.org"]
    assert f"din kommentar om dialogen ”{QUESTION}” ({reference})" in letter.text
    assert "för att du har skrivit i dialogen" in letter.text
    assert f"{post.BASE_URL}/dialogues/{slug}\n" in letter.text
    assert "/comments/" not in letter.text
