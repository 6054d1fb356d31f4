"""What officials write for themselves is told to nobody, by no letter and no text message (ST-22)."""

import pytest
from sqlalchemy import select

from models import answer, draft, note, reading
from models.calendar import HOUR, now
from models.database import table_of, transaction
from models.delivery import deliveries
from models.demo_message import DemoMessage
from models.event import EventKind
from models.states import Kind
from models.subscription import Extent
from notifications.looking import look
from notifications.messages import Writer
from notifications.telling import telling
from tests import people
from tests.notifications.post import address, follow

SECRETS = (
    "Hon är rädd.",
    "Sara på bolaget",
    "Han gör fel.",
    "Inte skickat.",
    "Läs det här.",
    "Nja.",
)


def _written(session) -> str:
    case = people.published(session, Kind.COMPLAINT)
    for who in (people.sam(session), people.resident(session, "Nils", phone="+46701740633")):
        follow(session, who, case, extent=Extent.EVERYTHING)
    olga, ada = people.olga(session), people.ada(session)
    note.note(session, case, by=olga.actor, source=SECRETS[0])
    called = {"called_at": now() - HOUR, "caller": SECRETS[1]}
    note.note(session, case, by=olga.actor, source=SECRETS[2], **called)
    draft.keep(session, case.id, ada.id, SECRETS[3], seq=1)
    made = reading.ask(session, case, by=olga.actor, reader_id=ada.id, source=SECRETS[4])
    reading.finish(session, case, made, by=ada.actor, remark=SECRETS[5])
    return case.reference


@pytest.mark.usefixtures("town")
def test_what_is_noted_is_told_to_nobody_and_stands_in_no_letter():
    with transaction() as session:
        reference = _written(session)
    address()
    with transaction() as session:
        kinds = set(session.scalars(select(deliveries.c.kind).where(deliveries.c.address != "")))
        assert kinds <= {"receipt", "published"}, "what was told before anything was noted"
        case = people.take(session, reference)
        words = "<p>Vi har talat med bolaget.</p>"
        by = people.olga(session).actor
        answer.answer(session, case, by=by, source="Vi har talat med bolaget.", html=words)
    address()
    writer = Writer()
    with transaction() as session:
        ids = list(session.scalars(select(deliveries.c.id)))
        letters = [writer.write(writer.prepare(session, due)) for due in look(session, ids)]
        kept = session.scalars(select(table_of(DemoMessage).c.text)).all()
    said = "\n".join([*kept, *(one.subject + one.text + one.html for one in letters)])
    assert "Vi har talat med bolaget." in said
    for secret in SECRETS:
        assert secret not in said


@pytest.mark.once
def test_the_kind_itself_is_told_to_nobody():
    assert telling(EventKind.NOTED, {"text": 1}) is None
