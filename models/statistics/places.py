"""What figures are divided by, with what is no more: it has its figures for ever."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlmodel import Session

from models.units.area import area_table

_EVERY_AREA = select(area_table).order_by(area_table.c.position, area_table.c.id)


def every_area(session: Session) -> Sequence[Row[Any]]:
    """Every area there is or was, as a row of its columns, in the order of the profile."""
    return session.execute(_EVERY_AREA).all()
