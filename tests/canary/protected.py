"""A page of a resident's own, and a person who turned protection on when much was public already.

What she hands in after that stands in world.py, with everybody who may read it.
"""

from sqlmodel import Session

from models import public_profile, public_texts
from tests import people
from tests.canary.tokens import Cage
from tests.people import Someone


def own_page(session: Session, cage: Cage, author: Someone) -> dict[str, dict[str, str]]:
    """What fills the address of her page. It is under one of her names: what she wrote under
    another is hers to nobody.
    """
    rules = people.municipality(session).participation
    name = public_texts.names(session, author.id)[0]
    slug = public_profile.turn_on(session, author.id, name, rules=rules)
    marks = [row.mark for row in public_profile.offered(session, author.id)]
    public_profile.tick(session, author.id, marks)
    assert public_profile.page(session, slug).texts
    cage.known(slug.rpartition("-")[2], "the address of a page of one's own", "author")
    return {"/residents/": {"slug": slug}}
