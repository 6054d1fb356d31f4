"""From an answered question to a frequent one: its words, with what tells of the sender left out.

What is proposed here is read by an official before anybody else reads it: it is her words that
stand on the site, and only when she says so.
"""

import re
from typing import Any, NamedTuple

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from models.answer import answers
from models.database import table_of
from models.errors import NotAllowed
from models.permissions import Action
from models.permissions_of_cases import find_for
from models.states import Kind
from models.submission import submissions
from models.text import Text
from models.viewer import Viewer

LEFT_OUT = "\N{HORIZONTAL ELLIPSIS}"
SHORTEST_NAME = 2

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NUMBER = re.compile(r"\d{6}-\*{4}")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+46|0)[\d -]{6,14}\d")
_CASE = re.compile(r"\b20\d\d-\d{5,7}\b")

_s, _a = submissions.c, answers.c
_asked, _said = table_of(Text).alias("asked"), table_of(Text).alias("said")
_WORDS = (
    select(
        _s.id,
        _s.kind,
        _s.protected,
        _s.name,
        _s.byline,
        _s.unit_id,
        _s.category_id,
        _asked.c.title,
        _said.c.source.label("answer"),
    )
    .join(_asked, _asked.c.id == _s.text_id)
    .join(answers, _a.submission_id == _s.id)
    .join(_said, _said.c.id == _a.text_id)
    .where(_s.id == bindparam("case"))
    .order_by(_a.at.desc(), _a.id.desc())
    .limit(1)
)


class Begun(NamedTuple):
    """What a frequent question may begin with."""

    question: str
    answer: str
    category_id: int | None
    unit_id: int


def begun(session: Session, reference: str, viewer: Viewer) -> Begun:
    """The title of an answered question and our last answer to it, without the sender's name,
    numbers and addresses. Raises NotFound for a case that is not hers to work on, NotAllowed for
    one that nobody has answered, and for any of a protected person.
    """
    case = find_for(session, reference, viewer, Action.WORK)
    row = session.execute(_WORDS, {"case": case.id}).first()
    if row is None or not may_begin(row):
        raise NotAllowed("nothing_answered")
    title = _TELEPHONE.sub(LEFT_OUT, _nameless(row.title, row))
    return Begun(title, _nameless(row.answer, row), row.category_id, row.unit_id)


def may_begin(case: Any) -> bool:
    """Whether a case (a row of it) is one from which others could learn."""
    return case.kind is Kind.QUESTION and not case.protected


def _nameless(words: str, row: Row[Any]) -> str:
    for pattern in (_EMAIL, _NUMBER, _CASE):
        words = pattern.sub(LEFT_OUT, words)
    names = {one for one in f"{row.name} {row.byline}".split() if len(one) >= SHORTEST_NAME}
    for name in sorted(names, key=len, reverse=True):
        words = re.sub(rf"(?<!\w){re.escape(name)}s?(?!\w)", LEFT_OUT, words, flags=re.IGNORECASE)
    return words
