"""A dialogue of a small town with one of everything that an address of dialogues could ask for."""

from sqlmodel import Session

from models.calendar import today
from models.dialogue import actions, evidence, finding, notes, occasions, themes
from models.dialogue.heard import NoteChannel
from models.dialogue.kinds import PhaseKind, Section
from models.dialogue.notes import Noted
from tests import people
from tests.dialogues import a_dialogue, a_walk, open_for
from tests.talking import talk
from tests.web.a_moderated_town import Values

OPEN = (PhaseKind.DISCUSS, PhaseKind.COLLECT_IDEAS, PhaseKind.STATEMENTS, PhaseKind.VOTE)


def build(session: Session, case: str) -> Values:
    """What stands for the parameters of its routes, by the beginning of their addresses. `case` is
    the number of a case that is linked to it.
    """
    olga, sam = people.olga(session), people.sam(session)
    held = a_dialogue(session, phases=[open_for(kind) for kind in OPEN])
    slug = held.dialogue.slug
    talk(session, held, by=sam)
    talk(session, held, by=sam, section=Section.IDEA, source="En fontän\n\nMitt på torget.")
    noted = Noted(NoteChannel.MEETING, today(), "Fler bänkar.", "Biblioteket", shown=True)
    note = notes.write(session, held, noted, by=olga.actor)
    linked = evidence.link(session, held, case, olga.viewer, by=olga.actor)
    theme = themes.add(session, held, "Skugga", by=olga.actor)
    planned = actions.Planned("Vi planterar träd.", held.case.unit_id, today())
    action = actions.add(session, held, planned, by=olga.actor)
    occasion = occasions.plan(session, held, a_walk(), by=olga.actor)
    phase = str(finding.phases_of(session, held.case.id or 0)[0].id)
    at = "/casework/dialogues/{slug}"
    things = {"notes": note.id, "evidence": linked.id, "themes": theme.id, "actions": action.id}
    things["occasions"] = occasion.id
    return {
        **{f"{at}/{noun}/": {"slug": slug, "id": str(number)} for noun, number in things.items()},
        "/casework/dialogues/": {"slug": slug, "id": phase, "to": "analysis", "of": "closing"},
        "/dialogues/": {"slug": slug, "phase": phase, "number": "1"}
        | {"occasion": str(occasion.id)},
        "/submissions/{reference}/comments/": {"number": "1"},
    }
