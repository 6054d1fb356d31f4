"""Who may take part in what, by the municipality's own rules (models.profile.Participation).

`lacks` is the whole rule, and asks nobody. Whoever is refused is told what would be needed: every
refusal names the field that would help, or `eligible` where no field can.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from models import declaration, identity, profile
from models.calendar import today
from models.declaration import NOTHING, Said
from models.errors import Invalid
from models.profile import Level, Participation

BY_PROOF = frozenset({Level.IDENTIFIED, Level.RESIDENT})


class Act(StrEnum):
    SUBMIT = "submit"
    """Hand in a proposal."""
    COMMENT = "comment"
    SUPPORT = "support"


class Need(StrEnum):
    """What is missing."""

    PERSON = "person"
    """It is for people, not for organisations."""
    CONFIRMATION = "confirmation"
    DECLARATION = "declaration"
    IDENTIFICATION = "identification"
    RESIDENCE = "residence"
    """She is identified, and nobody says that she lives here."""
    AGE = "age"
    """When she was born is not known."""
    OLDER = "older"


FIELD: dict[Need, tuple[str, str]] = {
    Need.PERSON: ("eligible", "person"),
    Need.CONFIRMATION: ("eligible", "confirmation"),
    Need.DECLARATION: ("tied", "missing"),
    Need.IDENTIFICATION: ("eligible", "identification"),
    Need.RESIDENCE: ("eligible", "residence"),
    Need.AGE: ("birth_year", "missing"),
    Need.OLDER: ("eligible", "too_young"),
}
"""Beside which field of a form it is told, and by which code."""


@dataclass(frozen=True)
class Rule:
    """What one act asks for."""

    level: Level
    age: int
    organisations: bool

    @property
    def is_plain(self) -> bool:
        """Whether the ordinary way of taking part meets it: a button in a letter, or less."""
        return self.level in {Level.ANYONE, Level.CONFIRMED} and not self.age


@dataclass(frozen=True)
class Known:
    """Everything that is known of somebody, and counts here."""

    confirmed: bool = False
    declared: bool = False
    identified: bool = False
    resident: bool | None = None
    born_on: date | None = None
    birth_year: int | None = None
    """As she says; what an e-identification says wins."""
    organisation: bool = False
    """She acts for an organisation, and not for herself."""

    def is_of(self, age: int, day: date) -> bool | None:
        """Whether she has come to an age; None where nobody knows. Where only the year is known,
        the whole year counts in which she comes to it.
        """
        if self.born_on is not None:
            had = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
            return day.year - self.born_on.year - (not had) >= age
        return None if self.birth_year is None else day.year - self.birth_year >= age

    def is_child(self, age: int, day: date) -> bool:
        """Whether she is younger than that, or may be: the doubt of a year protects her."""
        if self.born_on is not None:
            return not self.is_of(age, day)
        return self.birth_year is not None and day.year - self.birth_year <= age


def rule(rules: Participation, act: Act) -> Rule:
    organisations = rules.organisations and act is Act.COMMENT
    return Rule(getattr(rules, act), getattr(rules, f"{act}_age"), organisations)


def lacks(rules: Participation, act: Act, who: Known, day: date) -> Need | None:
    """What somebody would need to take part on a day; None for nothing."""
    asked = rule(rules, act)
    if who.organisation:
        return None if asked.organisations else Need.PERSON
    lacking = _level(asked.level, who)
    if lacking is None and asked.age:
        old_enough = who.is_of(asked.age, day)
        lacking = Need.AGE if old_enough is None else None if old_enough else Need.OLDER
    return lacking


def _level(level: Level, who: Known) -> Need | None:
    met = {
        Level.ANYONE: True,
        Level.CONFIRMED: who.confirmed or who.identified,
        Level.DECLARED: who.declared or bool(who.resident),
        Level.IDENTIFIED: who.identified,
        Level.RESIDENT: bool(who.resident),
    }[level]
    if met:
        return None
    if level is Level.RESIDENT and who.identified:
        return Need.RESIDENCE
    return {
        Level.CONFIRMED: Need.CONFIRMATION,
        Level.DECLARED: Need.DECLARATION,
    }.get(level, Need.IDENTIFICATION)


def known(session: Session, person_id: int | None, said: Said = NOTHING) -> Known:
    """What is known of a person, with what she says now. Of a stranger only that: a form never
    tells what is known of whoever has the address in it (spec T09).
    """
    if person_id is None:
        return Known(confirmed=True, declared=said.tied, birth_year=said.birth_year)
    proved, declared = identity.proofs(session, person_id), declaration.of(session, person_id)
    return Known(
        confirmed=True,
        declared=said.tied or (declared is not None and declared.tied),
        identified=proved.identified,
        resident=proved.resident,
        born_on=proved.born_on,
        birth_year=said.birth_year or (declared.birth_year if declared is not None else None),
    )


def check(
    session: Session,
    act: Act,
    person_id: int | None,
    *,
    rules: Participation | None = None,
    said: Said = NOTHING,
    organisation: bool = False,
) -> Known | None:
    """What is known of whoever may do this; None where the rule asks for nothing that has to be
    looked up. Whoever has not confirmed her address yet is on the way to it: a letter follows.

    `rules` are those in force where they are not given. Raises Invalid, with the field that would
    help, for whoever may not.
    """
    if rules is None:
        rules = profile.site(session).participation
    if rule(rules, act).is_plain and not organisation:
        return None
    who = known(session, person_id, said)
    if organisation:
        who = Known(confirmed=True, organisation=True)
    refuse(lacks(rules, act, who, today()), rule(rules, act).age)
    return who


def refuse(lacking: Need | None, age: int) -> None:
    """Raises Invalid for what is missing."""
    if lacking is not None:
        field, code = FIELD[lacking]
        raise Invalid(field, code, age=age)
