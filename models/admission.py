"""What a case needs before it may be shown, when it comes in and when its sender confirms it."""

from dataclasses import dataclass

from sqlmodel import Session

from models import declaration, eligibility, protection, sanctions
from models.actor import Actor, Role
from models.calendar import today
from models.creating import Made, one_more
from models.declaration import Said
from models.eligibility import BY_PROOF, Act
from models.errors import Invalid
from models.helped import Helping
from models.person import Place
from models.profile import Level, Participation
from models.states import Kind, Publication
from models.submission import Submission


@dataclass(frozen=True)
class Names:
    """The name to be shown with a case, the sender's own as far as she gave it, and the place."""

    byline: str
    name: str
    place: str

    @property
    def tells(self) -> bool:
        """Whether it could tell who a child is (spec L23): her own name, or any beside a place."""
        return self.byline == self.name or bool(self.place)


@dataclass(frozen=True)
class Admitted:
    """`known`: a proposal of hers needs no button in a letter. `protected`: of somebody whose
    identity is. `private`: and she said so herself, or staff did; of a stranger who only wrote the
    address of such a person the page must look like any other, or it would tell. `byline` is the
    name that may stand by it.
    """

    known: bool = False
    protected: bool = False
    private: bool = False
    byline: str = ""


def admit(
    session: Session,
    kind: Kind,
    said: Said,
    *,
    names: Names,
    protected: bool,
    organisation: bool,
    by: Actor,
    place: Place | None,
    rules: Participation,
) -> Admitted:
    """Before a case is written. Raises Invalid for a proposal of somebody who may make none, and
    WroteEnough for one too many of somebody whom no letter has to ask first.
    """
    hers = by.person_id if by.role is Role.RESIDENT else place.person_id if place else None
    own = by.person_id if by.role is Role.RESIDENT else None
    behind = place.person_id if place is not None else None
    if protected and hers is not None:
        protection.protect(session, hers, on=True, by=by)
    private = protected or protection.is_person(session, own)
    known = False
    if kind is Kind.PROPOSAL and by.role is Role.RESIDENT and not private:
        who = eligibility.check(
            session, Act.SUBMIT, own, rules=rules, said=said, organisation=organisation
        )
        proven = who is not None and who.identified and rules.submit in BY_PROOF
        known = proven or rules.submit is Level.ANYONE
        if own is not None and (known or behind == own):
            one_more(session, Made.PROPOSAL, by)
    if own is not None:
        declaration.keep(session, own, said)
    hidden = private or (behind != own and protection.is_person(session, behind))
    byline = "" if hidden else names.byline
    if byline and names.tells and _is_child(session, own, said, rules):
        byline = ""
    return Admitted(known, hidden, private, byline)


def _is_child(session: Session, own: int | None, said: Said, rules: Participation) -> bool:
    if own is None and said.birth_year is None:
        return False
    return eligibility.known(session, own, said).is_child(rules.child_age, today())


def publication(
    kind: Kind, admitted: Admitted, *, appeal: bool, shown: bool, confirmed: bool
) -> Publication:
    """The first one. Only a proposal waits for a confirmed contact; what is not to be shown never
    waits.
    """
    if appeal or admitted.private:
        return Publication.PRIVATE
    if kind is Kind.PROPOSAL:
        return Publication.QUEUED if confirmed or admitted.known else Publication.UNCONFIRMED
    return Publication.QUEUED if shown else Publication.PRIVATE


def confirmed(session: Session, case: Submission, by: Actor) -> Publication:
    """Where a proposal that waited for its sender goes on to: review, or nowhere public when she
    may make none. It is handled all the same. Raises WroteEnough for one too many of hers.
    """
    one_more(session, Made.PROPOSAL, by)
    if by.person_id is not None:
        declaration.take_of_case(session, case.id or 0, by.person_id)
    if sanctions.is_suspended(session, by.person_id, case.contact_id):
        return Publication.PRIVATE
    try:
        eligibility.check(session, Act.SUBMIT, by.person_id)
    except Invalid:
        return Publication.PRIVATE
    return Publication.QUEUED


def hers(session: Session, case: Submission, by: Actor) -> None:
    """A case with protected identity is confirmed: she said it when she was nobody to us yet, and
    now it is known whose word it was. Whoever only helped somebody said nothing of herself.
    """
    helped = session.get(Helping, case.id) is not None
    if case.protected and by.person_id is not None and not helped:
        protection.protect(session, by.person_id, on=True, by=by)
        protection.protect_case(session, case, by=by)
