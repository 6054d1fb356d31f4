"""What staff noted, linked and drafted of a dialogue: for whoever leads it, until it is shown."""

from typing import Any

from sqlmodel import Session

from models.calendar import today
from models.dialogue import actions, evidence, finding, keeping, notes, results, themes
from models.dialogue.heard import NoteChannel
from models.dialogue.inputs import Input, Source
from models.dialogue.notes import Noted
from models.dialogue.results import Said
from models.prose import prose
from tests.canary.readers import STAFF


def listen(session: Session, world: Any) -> None:
    """A note that is counted alone and one that everyone may read; a case that is not public, a
    report that is no more than a draft; and an action.
    """
    cage, olga = world.cage, world.someone["official"]
    slug = world.ones["/dialogues/"]["slug"]
    held = keeping.take_for(session, slug, olga.viewer)
    with cage.about("dialogue"):
        words = cage.plant("a field note that is not shown", *STAFF)
        place = cage.plant("where a field note was heard", *STAFF)
        drafted = cage.plant("a report that is a draft", *STAFF)
        influenced = cage.plant("what a draft says of the decision", *STAFF)
    free = cage.public("a field note that everyone may read")
    for said, where, shown in ((words, place, False), (free, "", True)):
        noted = Noted(NoteChannel.MEETING, today(), said, where, shown=shown)
        note = notes.write(session, held, noted, by=olga.actor)
    linked = evidence.link(session, held, world.cases["private"], olga.viewer, by=olga.actor)
    theme = themes.add(session, held, cage.public("a theme"), by=olga.actor)
    heard = [Input(Source.NOTE, note.id or 0), Input(Source.CASE, linked.id or 0)]
    themes.put(session, held, theme, heard, by=olga.actor)
    [phase] = finding.phases_of(session, held.case.id or 0)
    for of in (None, phase.id):
        draft = Said(drafted, prose(drafted), influenced)
        results.write(session, held, of, draft, by=olga.actor, version=0)
    planned = actions.Planned(cage.public("an action"), held.case.unit_id, today())
    made = actions.add(session, held, planned, by=olga.actor)
    at = "/casework/dialogues/{slug}"
    for noun, number in (("notes", note.id), ("actions", made.id)):
        world.ones[f"{at}/{noun}/{{id}}"] = {"slug": slug, "id": str(number)}
    world.ones[f"{at}/themes/{{id}}"] = {"slug": slug, "id": str(theme.id)}
    world.ones[f"{at}/evidence/{{id}}"] = {"slug": slug, "id": str(linked.id)}
    world.ones[f"{at}/results/{{of}}"] = {"slug": slug, "of": "closing"}
    world.values["written"] = ["yes"]
    world.values["of"] = ["closing", str(phase.id), "99", "nothing"]
    world.values["theme"] = ["none", str(theme.id), "99"]
    world.values["channel"] = ["meeting", "case", "nothing"]
