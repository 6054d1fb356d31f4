"""What somebody says of herself so that she may take part: fields of the forms, and what they ask.

The case's page says before she tries who may; a refusal says in the form what would be needed.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator

from models import declaration, eligibility
from models.calendar import today
from models.declaration import ELDEST, Said
from models.eligibility import Act, Known, Need, Rule
from models.errors import Invalid, NotFound
from models.states import Kind
from web.answers import Answer, Go
from web.forms import Form, Tick, fail, words
from web.visit import Visit

HOPELESS = frozenset({Need.IDENTIFICATION, Need.RESIDENCE, Need.OLDER})
"""What no field of a form can bring."""


def _year(value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and len(value) == 4):
        raise fail("bad")
    if value and not ELDEST <= int(value) <= today().year:
        raise fail("bad")
    return value


class Declared(Form):
    """The fields of participation/_declaring.html; each is there only where a rule asks for it."""

    tied: Tick = False
    birth_year: Annotated[str, words(10), AfterValidator(_year)] = ""

    @property
    def said(self) -> Said:
        return Said(self.tied, int(self.birth_year) if self.birth_year else None)


def rule_told(visit: Visit, act: Act) -> dict[str, Any] | None:
    """Who may do something here, for participation/_rule.html; None where nothing is asked for."""
    rule = eligibility.rule(visit.site.participation, act)
    if rule.is_plain:
        return None
    return {"act": act.value, "level": rule.level.value, "age": rule.age}


def told(visit: Visit, act: Act) -> dict[str, Any] | None:
    """The same with what is still asked of this reader, for participation/_declaring.html."""
    said = rule_told(visit, act)
    if said is None:
        return None
    rule = eligibility.rule(visit.site.participation, act)
    who = eligibility.known(visit.session, visit.viewer.person_id)
    return {**said, **_asked(visit, rule, who), "needs": _needs(visit, act, who)}


def _asked(visit: Visit, rule: Rule, who: Known) -> dict[str, bool]:
    declares = rule.level.value == "declared" and not (who.declared or who.resident)
    return {
        "asks_tied": declares,
        "asks_year": bool(rule.age) and who.born_on is None and who.birth_year is None,
        "signed_in": visit.viewer.person_id is not None,
    }


def _needs(visit: Visit, act: Act, who: Known) -> str:
    """What keeps her from it whatever she fills in; '' for nothing."""
    lacking = eligibility.lacks(visit.site.participation, act, who, today())
    return lacking.value if lacking in HOPELESS else ""


def lacking(visit: Visit, act: Act) -> bool:
    """Whether a person who is signed in would be asked for more before she may."""
    if rule_told(visit, act) is None or visit.viewer.person_id is None:
        return False
    who = eligibility.known(visit.session, visit.viewer.person_id)
    return eligibility.lacks(visit.site.participation, act, who, today()) is not None


def asked(visit: Visit, values: Mapping[str, str]) -> dict[str, Any]:
    """For the steps of handing in: only a proposal asks anything."""
    proposal = values.get("kind") == Kind.PROPOSAL
    return {
        "participation": told(visit, Act.SUBMIT) if proposal else None,
        "child_age": visit.site.participation.child_age,
        "hidden": visit.viewer.protected,
    }


def reconsider(visit: Visit, form: Any) -> None:
    """One step of handing in, or all of it. Raises Invalid for whoever may make no proposal, as
    early as it is known, and for the name of a child.
    """
    last = isinstance(form, Declared)
    if getattr(form, "kind", None) is Kind.PROPOSAL and not getattr(form, "protected", False):
        said = form.said if last else declaration.NOTHING
        try:
            eligibility.check(
                visit.session,
                Act.SUBMIT,
                visit.viewer.person_id,
                rules=visit.site.participation,
                said=said,
                organisation=bool(getattr(form, "organisation", "")),
            )
        except Invalid as lacking:
            # What a later step asks for is not asked here.
            if last or lacking.field == "eligible":
                raise
    if last and form.byline and not form.helping:
        own_name = form.byline == form.name
        check_child(visit, form.said, own_name=own_name, place=getattr(form, "place", ""))


def check_child(visit: Visit, said: Said, *, own_name: bool, place: str) -> None:
    """Raises Invalid for what could tell who a child is: her own name, or any together with a place
    (spec L23).
    """
    if visit.viewer.person_id is None and said.birth_year is None:
        return
    who = eligibility.known(visit.session, visit.viewer.person_id, said)
    if not who.is_child(visit.site.participation.child_age, today()):
        return
    if own_name:
        raise Invalid("shown", "child")
    if place:
        raise Invalid("shown", "child_place")


def check_name(visit: Visit, said: Said, name: str) -> None:
    """The same of the name by a comment, as far as we know what she is called."""
    hers = set(visit.viewer.name.casefold().split())
    if not hers & set(name.casefold().split()):
        return
    who = eligibility.known(visit.session, visit.viewer.person_id, said)
    if who.is_child(visit.site.participation.child_age, today()):
        raise Invalid("name", "child")


def own(visit: Visit, person_id: int) -> dict[str, Any]:
    """For participation/_own_declaration.html on the page about herself."""
    said = declaration.of(visit.session, person_id)
    return {"tied": said is not None and said.tied, "year": said.birth_year if said else None}


def withdraw(visit: Visit) -> Answer:
    """She takes back all that she said of herself."""
    if visit.viewer.person_id is None:
        raise NotFound
    declaration.withdraw(visit.session, visit.viewer.person_id)
    return Go("/me/details")
