"""A phase gets another end while it is open: whoever wrote in it is told, following or not."""

from models import calendar
from models.calendar import DAY, HOUR, advance, now
from models.database import transaction
from models.dialogue import finding, keeping, planning
from models.dialogue.kinds import PhaseKind
from models.dialogue.planning import Planned
from models.subscription import Extent
from tests import people
from tests.dialogues import a_dialogue, open_for
from tests.notifications import post
from tests.talking import talk


def _begun():
    """Rosa and Nils wrote in the discussion, and Nils follows it; Sam wrote elsewhere."""
    calendar.freeze(now())
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(PhaseKind.DISCUSS)])
        nils = people.resident(session, "Nils")
        talk(session, held, by=people.rosa(session))
        talk(session, held, by=nils)
        talk(session, a_dialogue(session), by=people.sam(session))
        post.follow(session, nils, held.case, extent=Extent.EVERYTHING)
        return held.case.reference


def _changed(reference, days=3, **other):
    with transaction() as session:
        held = keeping.hold(session, reference)
        [row] = finding.phases_of(session, held.case.id)
        phase = planning.take(session, held, row.id)
        planned = Planned(phase.kind, phase.opens_at, phase.closes_at + days * DAY, **other)
        planning.change(session, held, phase, planned, by=people.olga(session).actor)


def _sent(shelf):
    post.address()
    advance(HOUR // 1_000_000)
    post.send(shelf)
    told = {(row.address.split("@")[0], row.kind) for row in post.sent_rows()}
    return {one for one in told if one[1] in {"dialogue_days", "dialogue_phase"}}


def test_whoever_wrote_in_it_is_told_once_of_its_new_end_and_followers_as_followers(town):
    shelf = post.Shelf()
    reference = _begun()
    _changed(reference)
    expected = {("rosa", "dialogue_days"), ("nils", "dialogue_phase")}
    assert _sent(shelf) == expected
    _changed(reference, days=0, title="Vad tycker du om torget?")
    post.send(shelf)
    assert len(post.sent_rows(kind="dialogue_days")) == 1
    _changed(reference)
    assert _sent(shelf) == expected
    assert len(post.sent_rows(kind="dialogue_days")) == 2


def test_a_letter_that_comes_when_the_phase_is_over_does_not_go(town):
    shelf = post.Shelf()
    reference = _begun()
    _changed(reference)
    advance(60 * DAY // 1_000_000)
    post.send(shelf)
    assert {row.state for row in post.sent_rows(kind="dialogue_days")} == {"cancelled"}
