"""What was heard, through every channel, and the themes it is sorted into by hand."""

import random
from collections import Counter

import pytest

from models import publishing
from models.actor import SYSTEM
from models.calendar import today
from models.comment import comment as write_comment
from models.database import transaction
from models.dialogue import evidence, export, inputs, notes, themes
from models.dialogue.heard import NoteChannel
from models.dialogue.inputs import Input, Source, Wanted
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.notes import Noted
from models.errors import Invalid, NotFound
from models.states import Kind, Publication
from tests import people
from tests.dialogues import a_dialogue, open_for


def said(session, held, *, words="Fler bänkar i solen.", shown=True, section=Section.TALK):
    """A resident's comment in the dialogue, published."""
    rosa = people.rosa(session)
    made = write_comment(
        session,
        held.case.reference,
        by=rosa.actor,
        source=words,
        contact_id=rosa.contact_id,
        confirmed=True,
        section=section,
    )
    if shown:
        publishing.show_comment(session, held.case, made, Publication.PUBLISHED, by=SYSTEM)
    return made


def noted(session, held, words="De saknar skugga.", **other):
    facts = {"channel": NoteChannel.MEETING, "day": today(), "words": words} | other
    return notes.write(session, held, Noted(**facts), by=people.olga(session).actor)


def linked(session, held, *, public=True):
    make = people.published if public else people.a_submission
    case = make(session, Kind.COMPLAINT, title="Trasig bänk")
    olga = people.olga(session)
    return evidence.link(session, held, case.reference, olga.viewer, by=olga.actor), case


def keys(session, held, **wanted):
    rows = inputs.listed(session, held.case.id, Wanted(**wanted))
    return {Input(inputs.source_of(row), row.id) for row in rows}


def test_an_input_of_any_channel_can_stand_under_several_themes_and_is_counted_once_in_all(town):
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        comment, note = said(session, held), noted(session, held)
        case, _ = linked(session, held)
        every = [
            Input(Source.COMMENT, comment.id),
            Input(Source.NOTE, note.id),
            Input(Source.CASE, case.id),
        ]
        shade = themes.add(session, held, "Skugga", by=olga.actor)
        seats = themes.add(session, held, "Bänkar", by=olga.actor)
        assert themes.put(session, held, shade, every, by=olga.actor) == 3
        assert themes.put(session, held, seats, every[:1], by=olga.actor) == 1
        assert themes.put(session, held, seats, every[:1], by=olga.actor) == 1
        found = inputs.counts(session, held.case.id)
        assert found.all == {"talk": 1, "meeting": 1, "case": 1}
        assert found.themes == {shade.id: found.all, seats.id: {"talk": 1}}
        assert found.untagged == {}
        assert keys(session, held, theme_id=seats.id) == set(every[:1])
        themes.take_out(session, held, shade, every[1:], by=olga.actor)
        assert keys(session, held, untagged=True) == set(every[1:])
        assert keys(session, held, channel="case") == set(every[2:])
        themes.remove(session, held, seats, by=olga.actor)
        assert inputs.counts(session, held.case.id).themes == {shade.id: {"talk": 1}}


def test_what_is_not_public_is_counted_nowhere_and_sorted_nowhere(town):
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        waits, shown = said(session, held, shown=False), said(session, held)
        theme = themes.add(session, held, "Bänkar", by=olga.actor)
        both = [Input(Source.COMMENT, one.id) for one in (waits, shown)]
        assert themes.put(session, held, theme, both, by=olga.actor) == 1
        publishing.show_comment(session, held.case, shown, Publication.HIDDEN, by=SYSTEM)
        assert inputs.counts(session, held.case.id).all == {}
        assert inputs.counts(session, held.case.id).themes == {}
        with pytest.raises(Invalid):
            themes.put(session, held, theme, both, by=olga.actor)


def test_the_lines_of_the_file_count_the_same_as_the_page(town):
    """Any town: so many inputs of every channel, some hidden, each under any number of themes."""
    chance = random.Random(7)  # noqa: S311  (no secret)
    with transaction() as session:
        held = a_dialogue(session, phases=[open_for(PhaseKind.COLLECT_IDEAS)])
        olga = people.olga(session)
        other = a_dialogue(session)
        said(session, other)
        made = []
        for _ in range(12):
            section = chance.choice((Section.TALK, Section.IDEA, Section.VOICE))
            one = said(session, held, section=section, shown=chance.random() < 0.7)
            made.append(Input(Source.COMMENT, one.id))
        for _ in range(8):
            one = noted(session, held, channel=chance.choice(list(NoteChannel)))
            made.append(Input(Source.NOTE, one.id))
        made += [Input(Source.CASE, linked(session, held, public=here)[0].id) for here in (0, 1)]
        sorted_into = [themes.add(session, held, f"Tema {n}", by=olga.actor) for n in range(4)]
        for theme in sorted_into:
            some = chance.sample(made, 9)
            themes.put(session, held, theme, some, by=olga.actor)
        found, lines = (
            inputs.counts(session, held.case.id),
            list(export.lines(session, held.case.id)),
        )
        by_theme = Counter((line.theme, line.channel) for line in lines)
        assert by_theme == Counter(
            {
                (theme.name, channel): count
                for theme in sorted_into
                for channel, count in found.themes[theme.id].items()
            }
            | {("", channel): count for channel, count in found.untagged.items()}
        )
        once = {(line.channel, line.source, line.number) for line in lines}
        assert Counter(channel for channel, *_ in once) == Counter(found.all)


def test_a_file_says_of_what_is_not_public_through_which_channel_it_came_and_no_more(town):
    with transaction() as session:
        held = a_dialogue(session)
        noted(session, held), linked(session, held, public=False)
        assert {(line.open, line.reference) for line in export.lines(session, held.case.id)} == {
            (False, "")
        }


def test_themes_have_names_of_their_own(town):
    with transaction() as session:
        held, olga = a_dialogue(session), people.olga(session)
        themes.add(session, held, "Öppna ytor", by=olga.actor)
        for wrong in ("", "öppna ytor"):
            with pytest.raises(Invalid):
                themes.add(session, held, wrong, by=olga.actor)
        with pytest.raises(NotFound):
            themes.take(session, a_dialogue(session), 1)


def test_a_note_is_of_a_day_that_has_been_and_a_phase_of_the_dialogue(town):
    with transaction() as session:
        held = a_dialogue(session)
        for wrong in ({"day": today().replace(year=today().year + 1)}, {"phase_id": 9}):
            with pytest.raises(Invalid):
                noted(session, held, **wrong)
        with pytest.raises(Invalid):
            noted(session, held, words="")
        noted(session, held, people=12)
        noted(session, held, channel=NoteChannel.PHONE)
        met = {row.channel: (row.notes, row.people) for row in notes.met(session, held.case.id)}
        assert met == {NoteChannel.MEETING: (1, 12), NoteChannel.PHONE: (1, None)}


def test_a_case_is_linked_once_by_somebody_who_may_read_it(town):
    with transaction() as session:
        held = a_dialogue(session)
        _, case = linked(session, held)
        olga, private = people.olga(session), people.a_submission(session, shown=False)
        neighbour = people.official_of(session, "Nina", private.unit_id + 1)
        wrong = (
            (case.reference, olga, "again"),
            ("2020-00001", olga, "unknown"),
            (held.case.reference, olga, "unknown"),
            (private.reference, neighbour, "unknown"),
        )
        for reference, who, code in wrong:
            with pytest.raises(Invalid) as refused:
                evidence.link(session, held, reference, who.viewer, by=who.actor)
            assert refused.value.code == code
        [row] = evidence.linked(session, held.case.id, public=True)
        publishing.show(
            session,
            case,
            Publication.HIDDEN,
            by=SYSTEM,
            rules=people.municipality(session).proposals,
        )
        assert evidence.linked(session, held.case.id, public=True) == []
        evidence.unlink(session, held, row.id, by=olga.actor)
        assert inputs.counts(session, held.case.id).all == {}
