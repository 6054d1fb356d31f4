"""What several kinds of letters say."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.calendar import local
from models.database import table_of
from models.organisation import Category, Unit

Context = dict[str, Any]

_units = table_of(Unit)
_categories = table_of(Category)


def unit(session: Session, unit_id: int, language: str) -> str:
    name = _units.c.name_en if language == "en" else _units.c.name_sv
    return str(session.execute(select(name).where(_units.c.id == unit_id)).scalar_one())


def subject(session: Session, category_id: int | None, language: str) -> str:
    """What its sender said that a case is about; '' when she did not know."""
    name = _categories.c.name_en if language == "en" else _categories.c.name_sv
    found = session.execute(select(name).where(_categories.c.id == category_id)).scalar()
    return found or ""


def day_of(at: int | None) -> date | None:
    return None if at is None else local(at).date()
