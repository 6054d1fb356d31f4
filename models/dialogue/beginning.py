"""Beginning a dialogue: a draft that only those can see who may lead it."""

from sqlmodel import Session

from models import keys, text
from models.actor import Actor, Source
from models.calendar import now
from models.dialogue.keeping import Held, Words, check_days, own
from models.dialogue.row import Dialogue, dialogues
from models.event import EventKind, begin
from models.numbering import next_reference
from models.permissions import Action, Thing, may
from models.slugs import slug_of
from models.states import Kind, Publication, Status
from models.submission import Submission
from models.viewer import Viewer


def may_begin(viewer: Viewer, unit_id: int) -> bool:
    """Whether somebody may begin a dialogue for a unit: whoever works with what the unit has."""
    return may(viewer, Action.WORK, Thing(unit_id=unit_id))


def draft(session: Session, words: Words, *, unit_id: int, by: Actor, language: str) -> Held:
    """Begin one that only staff can see. Raises Invalid for `closes_on`: before it opens."""
    check_days(words)
    reference, at = next_reference(session), now()
    written = text.write(session, title=words.question, source=words.background)
    case = Submission(
        reference=reference,
        kind=Kind.DIALOGUE,
        status=Status.DRAFT,
        publication=Publication.PRIVATE,
        text_id=written.id,
        unit_id=unit_id,
        show=True,
        language=language,
        nonce=keys.nonce(),
        received_at=at,
        answer_by=words.decision_on or words.closes_on,
    )
    session.add(case)
    session.flush()
    dialogue = Dialogue(
        submission_id=case.id or 0,
        slug=slug_of(session, dialogues.c.slug, words.question, or_else="dialogue"),
        updated_at=at,
        **own(words),
    )
    session.add(dialogue)
    session.flush()
    begin(
        session,
        case.stream,
        EventKind.RECEIVED,
        by=by,
        facts={
            "kind": Kind.DIALOGUE.value,
            "to": Status.DRAFT.value,
            "shown": Publication.PRIVATE.value,
            "text": written.id,
            "digest": written.digest,
            "unit": unit_id,
        },
        source=Source.WEB,
    )
    return Held(case, dialogue)
