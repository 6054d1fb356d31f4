"""The demonstration while it is being made: its people, and the moment it is at."""

from sqlalchemy import select
from sqlmodel import Session

from models import absence, ageing, calendar, following, organisation, person, profile, tally
from models.actor import STRANGER, Actor, Role
from models.attachment.workshop import Stored
from models.calendar import Moment
from models.keeping_promises import keeping, sweeping
from models.organisation import NOT_SURE
from models.person import Channel, Contact, Person
from models.profile import Proposals, Site
from models.review import IS_OPEN, Reviewable, reviewables, target
from models.submission import Submission, take
from models.subscription import Extent, Frequency, Topic
from web.commands.demo import days
from web.commands.demo.plan import Step, Told

ALL = 1_000
"""More cases than a demonstration has."""
SUPPORTERS = 60
"""How many nameless people there are who support a proposal or two."""


class Town:
    """Its people by name, its cases by their number in the files, and who does what."""

    def __init__(self, session: Session, people: list[Told], pictures: dict[str, Stored]) -> None:
        self.session = session
        self.pictures = pictures
        # The cases are told by these rules, whatever the municipality's own are.
        self.site: Site = profile.site(session).model_copy(update={"proposals": Proposals()})
        self._told = people
        self._units: dict[str, int] = {row.slug: row.id for row in organisation.units(session)}
        self._subjects = {row.slug: row.id for row in organisation.categories(session)}
        self.people: dict[str, int] = {}
        self.supporters: list[int] = []
        self.references: dict[str, str] = {}
        """The number of every case that was handed in, by its title."""

    def settle(self) -> None:
        """Everybody moves in, before anything happens."""
        self.people = {one["name"]: self._person(one) for one in self._told}
        for number in range(SUPPORTERS):
            place = person.reach(self.session, Channel.EMAIL, f"invanare{number}@example.org")
            self.supporters.append(person.confirm(self.session, place.id))
        for one in self._told:
            if "follows" in one:
                self._follow(one["name"], *one["follows"])

    def _follow(self, name: str, slug: str, often: str) -> None:
        """What somebody hears of all the time. A municipality may not have the subject."""
        subject_id = self._subjects.get(slug)
        if slug != Topic.DECISIONS and subject_id is None:
            return
        contact = self.contact(name)
        wish = following.follow(
            self.session,
            contact.channel,
            contact.address,
            Topic.DECISIONS if slug == Topic.DECISIONS else Topic.CATEGORY,
            category_id=subject_id,
            extent=Extent.EVERYTHING,
            language="sv",
            own_contacts=[contact.id or 0],
        )
        if wish is not None:
            following.change_frequency(self.session, wish, Frequency(often))

    def _person(self, told: Told) -> int:
        channel = Channel.EMAIL if "email" in told else Channel.SMS
        place = person.reach(self.session, channel, told.get("email") or told["phone"])
        person_id = person.confirm(self.session, place.id, name=told["name"])
        if "role" in told:
            # Whose unit the profile of another municipality lacks works for the whole town there.
            units = [self._units.get(slug) for slug in told.get("has", [])] or [None]
            for unit_id in units:
                leads = unit_id is not None and told.get("leads", False)
                role = Role(told["role"])
                person.appoint(self.session, person_id, role, unit_id=unit_id, lead=leads)
        return person_id

    def take_leave(self) -> None:
        """Whoever is away this week says so, and who takes over."""
        for one in self._told:
            if "deputy" in one:
                absence.enter(
                    self.session,
                    self.people[one["name"]],
                    by=Actor(Role.OFFICIAL, self.people[one["name"]]),
                    first=calendar.today(),
                    last=days.after(calendar.today(), 4),
                    deputy_id=self.people[one["deputy"]],
                )

    def ring(self, at: Moment) -> None:
        """What the town's own clock does: time for support is over, an answered case has rested, a
        promise was not kept.
        """
        with calendar.at(at):
            for reference in tally.ended(self.session):
                tally.end_voting(self.session, reference)
            for reference in ageing.rested(self.session):
                ageing.end_rested(self.session, reference)
            waiting, _ = sweeping.behind(self.session, 0, ALL)
            waiting = [*waiting, *sweeping.over(self.session, ALL)]
            keeping.keep(self.session, list(dict.fromkeys(waiting)), self.site.opening)

    def case(self, step: Step) -> Submission:
        """The case of a step, taken for a change."""
        return take(self.session, self.reference(step))

    def reference(self, step: Step) -> str:
        return self.references[step.told["title"]]

    def words(self, told: str) -> str:
        """Words as they are told in a file, with the days in them as of this moment."""
        return days.dated(days.paragraphs(told), calendar.today())

    def resident(self, name: str) -> Actor:
        return Actor(Role.RESIDENT, self.people[name]) if name else STRANGER

    def moderator(self, step: Step) -> Actor:
        """They take every other case."""
        judges = [one["name"] for one in self._told if one.get("role") == Role.MODERATOR]
        return Actor(Role.MODERATOR, self.people[judges[step.case % len(judges)]])

    def official(self, unit_id: int) -> Actor:
        """Whoever has the cases of a unit; whoever comes first where nobody is told to."""
        officials = [one for one in self._told if one.get("role") == Role.OFFICIAL]
        has = (one for one in officials if unit_id in map(self._units.get, one["has"]))
        return Actor(Role.OFFICIAL, self.people[next(has, officials[0])["name"]])

    def colleague(self, by: Actor) -> Person:
        return self.session.get_one(Person, by.person_id)

    def contact(self, name: str) -> Contact:
        """The confirmed address of somebody."""
        contact_id = person.contacts_of(self.session, self.people[name])[0]
        return self.session.get_one(Contact, contact_id)

    def unit(self, slug: str) -> int | None:
        """That unit, or none where another municipality's profile has no such one."""
        return self._units.get(slug)

    def subject(self, slug: str) -> str:
        """That subject, or none where another municipality's profile has no such one."""
        return slug if slug in self._subjects else NOT_SURE

    def item(self, submission: Submission, comment_id: int | None = None) -> Reviewable:
        """The open item of review of a case or a comment."""
        of = target(submission.id, comment_id)
        return self.session.scalars(
            select(Reviewable).where(of, IS_OPEN).order_by(reviewables.c.id.desc())
        ).one()
