"""What a sender said when her case had ended, and whom an organisation turns to with its own: of a
few answers nobody here reads a word, and who coordinates is between the two.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlmodel import Session

from models import coordinating, following_up, organisations
from models.actor import Role
from models.answer import answer
from models.permissions import Action
from models.satisfaction import Helped
from models.states import Kind
from models.submission import take
from tests import people

if TYPE_CHECKING:
    from tests.canary.world import World

COLLEAGUES = (Action.DESK, Action.JUDGE, Action.LOG)


def follow_up(session: Session, world: "World") -> None:
    """One case of the author's, answered and judged by her; one of an organisation's."""
    author, olga = world.someone["author"], world.someone["official"].actor
    ended = people.a_submission(session, Kind.QUESTION, by=author, shown=False)
    answer(session, ended, by=olga, source="Klockan nio.", html="<p>Klockan nio.</p>")
    following_up.tell(session, ended, by=author.actor, helped=Helped.PARTLY)
    words = world.cage.plant("what a sender said afterwards", "author")
    following_up.tell_more(session, ended, by=author.actor, mark=2, words=words)
    by = world.someone["administrator"].actor
    draft = people.a_draft(Kind.QUESTION, by=author, shown=False)
    made = organisations.enter(session, "Bageri Ek AB", by=by)
    handed_in = people.handed_in(session, replace(draft, organisation_id=made.id), by=author)
    name = world.cage.plant("the name of a coordinator", "author", needs=COLLEAGUES)
    siv = people.resident(session, name, role=Role.OFFICIAL)
    case = take(session, handed_in.reference)
    coordinating.change(session, case, by=olga, person_id=siv.id)
