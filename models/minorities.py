"""The national minority languages that have administrative areas (2009:724, 6 §)."""

from typing import Annotated, Literal

from pydantic import AfterValidator

Minority = Literal["fi", "fit", "se"]
"""Finnish, Meänkieli, Sámi."""


def _once(some: tuple[Minority, ...]) -> tuple[Minority, ...]:
    return tuple(sorted(set(some)))


Minorities = Annotated[tuple[Minority, ...], AfterValidator(_once)]
"""Which they are is all that a list of them says: it is kept in one way."""
