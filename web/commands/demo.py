"""`demo`: fills an empty town with made-up people and cases, through the real verbs.

Every step is taken at the moment it is said to have happened, by stopping the clock there: the
streams of a demonstration are as whole as those of a town.
"""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select
from sqlmodel import Session

from models import calendar, person, planning, profile, progress, tally, text, vote
from models.actor import Actor, Role
from models.answer import answer
from models.calendar import DAY, HOUR, Moment, is_working_day, local, now, start_of
from models.comment import comment
from models.database import transaction
from models.decision import carry_out, decide
from models.form_key import fresh
from models.person import Channel
from models.profile import Site
from models.review import enqueue, reviewables
from models.states import Kind, Outcome, Publication, Ruling, Status
from models.submission import Submission, submissions, take
from models.submitting import Draft, submit
from models.verdict import Judgement
from moderation import verdicts
from web.commands.opening import open_town

FILE = Path(profile.__file__).parent / "profiles" / "demo.toml"
MORNING = 9 * HOUR


class _Town:
    """The demonstration while it is being made: its people, and the moment it is at."""

    def __init__(self, session: Session, told: dict[str, Any]) -> None:
        self.session = session
        self.site: Site = profile.site(session)
        self.people = {one["name"]: _person(session, one) for one in told["people"]}
        self.board: str = told["board"]
        self.paragraph: str = told["paragraph"]
        self.marek = Actor(Role.MODERATOR, self.people["Marek"])
        self.olga = Actor(Role.OFFICIAL, self.people["Olga"])

    def case(self, told: dict[str, Any]) -> None:
        """Hand one case in and let it live as far as it is told, from then until now."""
        began = _morning(now() - told["days"] * DAY)
        whole = now() - began
        with calendar.at(began):
            submission = self._handed_in(told)
        last = began
        for hours, step in enumerate((self._reviewed, self._discussed, self._handled), start=2):
            last = min(began + hours * HOUR, now())
            with calendar.at(last):
                step(submission, told)
        for share, longest, act in (
            (3, 6, self._answered),
            (5, 20, self._supported),
            (6, 60, self._decided),
            (8, 90, self._ended),
        ):
            wanted = _office_hours(began + min(whole * share // 10, longest * DAY), share)
            last = min(max(wanted, last), now())
            with calendar.at(last):
                act(take(self.session, submission.reference), told)

    def _handed_in(self, told: dict[str, Any]) -> Submission:
        by, words = self.people[told["by"]], " ".join(told["text"].split())
        draft = Draft(
            kind=Kind(told["kind"]),
            title=told["title"],
            source=words,
            html=text.prepare(words),
            subject=told["subject"],
            place=told.get("place", ""),
            channel=Channel.EMAIL,
            address=f"{told['by'].lower()}@example.org",
            name=told["by"],
            byline=told["by"] if told.get("named") else "",
            shown=told.get("shown", True),
            language="sv",
        )
        receipt = submit(
            self.session,
            draft,
            by=Actor(Role.RESIDENT, by),
            site=self.site,
            form=fresh(),
            own_contacts=person.contacts_of(self.session, by),
        )
        return take(self.session, receipt.reference)

    def _reviewed(self, submission: Submission, told: dict[str, Any]) -> None:
        if submission.publication is not Publication.QUEUED or not told.get("publish", True):
            return
        item = self.session.execute(
            select(reviewables.c.id, reviewables.c.version).where(
                reviewables.c.submission_id == submission.id
            )
        ).one()
        refused = told.get("refuse")
        verdicts.give(
            self.session,
            item.id,
            by=self.marek,
            judgement=Judgement.REFUSE if refused else Judgement.PUBLISH,
            version=item.version,
            rules=self.site.proposals,
            reason=refused,
        )

    def _discussed(self, submission: Submission, told: dict[str, Any]) -> None:
        for said in told.get("comments", []):
            made = comment(
                self.session,
                submission.reference,
                by=Actor(Role.RESIDENT, self.people[said[0]]),
                source=said[1],
                contact_id=person.contacts_of(self.session, self.people[said[0]])[0],
                byline=said[0],
                confirmed=True,
                reply_to=said[2] if len(said) > 2 else None,
            )
            enqueue(self.session, comment_id=made.id, text_id=made.text_id)
            self._comment_published(made.id or 0)

    def _comment_published(self, comment_id: int) -> None:
        item = self.session.execute(
            select(reviewables.c.id, reviewables.c.version).where(
                reviewables.c.comment_id == comment_id
            )
        ).one()
        verdicts.give(
            self.session,
            item.id,
            by=self.marek,
            judgement=Judgement.PUBLISH,
            version=item.version,
            rules=self.site.proposals,
        )

    def _handled(self, submission: Submission, told: dict[str, Any]) -> None:
        if told.get("assigned"):
            olga = self.session.get_one(person.Person, self.people["Olga"])
            progress.assign(self.session, submission, by=self.olga, to=olga)
        if told.get("planned"):
            day = calendar.today() + timedelta(days=7)
            planning.plan(self.session, submission, by=self.olga, on=day)

    def _answered(self, submission: Submission, told: dict[str, Any]) -> None:
        if "answer" in told:
            said = told["answer"]
            answer(self.session, submission, by=self.olga, source=said, html=text.prepare(said))

    def _supported(self, submission: Submission, told: dict[str, Any]) -> None:
        for number in range(told.get("votes", 0)):
            place = person.reach(self.session, Channel.EMAIL, f"resident{number}@example.com")
            supporter = person.confirm(self.session, place.id)
            vote.support(self.session, submission.reference, supporter)
        if "votes" in told:
            tally.recount(self.session, submission.reference)

    def _decided(self, submission: Submission, told: dict[str, Any]) -> None:
        if "ruling" in told or told.get("preparing"):
            progress.move(self.session, submission, Status.REFERRED, by=self.olga)
            progress.move(self.session, submission, Status.PREPARING, by=self.olga)
        if "ruling" in told:
            today: date = calendar.today()
            decide(
                self.session,
                submission,
                by=self.olga,
                body=self.board,
                decided_on=today,
                paragraph=self.paragraph,
                ruling=Ruling(told["ruling"]),
                summary=told["summary"],
                reasons=told["reasons"],
                appealable=True,
                minutes_posted=today,
            )

    def _ended(self, submission: Submission, told: dict[str, Any]) -> None:
        if "carried" in told:
            carry_out(self.session, submission, Status(told["carried"]), by=self.olga)
        if "outcome" in told:
            progress.close(
                self.session,
                submission,
                by=self.olga,
                outcome=Outcome(told["outcome"]),
                reason=told["reason"],
                receiver=progress.Receiver(
                    told["receiver"], told["receiver_contact"], told.get("forwarded", False)
                )
                if "receiver" in told
                else None,
            )


def _morning(moment: Moment) -> Moment:
    """Nine in the morning of that day, or this moment if that has not come."""
    return min(start_of(local(moment).date()) + MORNING, now() - 4 * HOUR)


def _office_hours(moment: Moment, later: int) -> Moment:
    """The same day, or the last working day before it, some quarters after nine: never a night."""
    day = local(moment).date()
    while not is_working_day(day):
        day -= timedelta(days=1)
    return start_of(day) + MORNING + later * HOUR // 2


def _person(session: Session, told: dict[str, Any]) -> int:
    place = person.reach(session, Channel.EMAIL, told["email"])
    person_id = person.confirm(session, place.id, name=told["name"])
    if "role" in told:
        person.appoint(session, person_id, Role(told["role"]))
    return person_id


def fill() -> int:
    """Fill the configured town if it is empty; how many cases were made."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    with transaction() as session:
        if session.execute(select(submissions.c.id).limit(1)).first() is not None:
            return 0
        town = _Town(session, told)
        # Oldest first, so that references rise with the days.
        for case in sorted(told["cases"], key=lambda case: -case["days"]):
            town.case(case)
    return len(told["cases"])


@click.command()
def demo() -> None:
    """Fill an empty town with made-up people and cases."""
    open_town()
    made = fill()
    click.echo(f"{made} cases were made." if made else "The town is not empty; nothing was made.")
