"""A town in which every private datum carries a canary, and everybody who could come across it.

Everything is made by the verbs of the product. Who may read a datum stands beside its making.
"""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session

from models import (
    answer,
    asking,
    calendar,
    decision,
    following_up,
    merging,
    planning,
    progress,
    publishing,
    revising,
    subscription,
    supplement,
    tally,
    text,
    token,
    vote,
)
from models.actor import STRANGER, Role
from models.asking import About
from models.database import table_of, transaction
from models.decision import decisions
from models.delivery import DeliveryState, deliveries
from models.organisation import units
from models.permissions import Action
from models.person import Appointment, Channel, Contact, Person, confirm, reach
from models.reply import ReplyBy
from models.review import reviewables
from models.states import Kind, Outcome, Ruling, Status
from models.submission import Submission, submissions, take, tracking_key
from models.subscription import MANAGE, UNSUBSCRIBE, Extent, Subscription, Topic, subscriptions
from models.token import Purpose, Token
from models.verdict import Judgement
from models.viewer import NOBODY, Viewer
from moderation import claims
from notifications import bounces, inbound, links
from tests import people
from tests.canary import (
    administered,
    appealed,
    asked_often,
    attached,
    configured,
    counted,
    desked,
    dialogued,
    discussed,
    factored,
    followed,
    heaped,
    helped,
    identified,
    judged,
    leaving,
    listened,
    measured,
    met,
    noted,
    numbered,
    occasioned,
    ordered,
    organised,
    outcomes,
    overdue,
    panelled,
    passed,
    protected,
    readers,
    recorded,
    seconded,
    stated,
    supported,
    texted,
    voted,
)
from tests.canary.readers import HANDLERS, JUDGES, STAFF
from tests.canary.tokens import Cage, Canary
from tests.moderation import room
from tests.people import Someone
from tests.signed_in import signed_in

PHONE = "+46701740633"
LANDLINE = "+46846500427"
LATITUDE, LONGITUDE = 59_234_567, 18_345_678
UNKNOWN = "2026-99999"
ELSEWHERE = "parks"
"""A unit with an official and a moderator of its own, and the subject that leads to it."""
ASKED_FOR = (
    *("the title", "the text", "the place"),
    # What officials find a case by, and nobody else finds anything by.
    *("the real name", "the name of the author", "a postal address"),
)


@dataclass
class World:
    """`cookies` is the Cookie header of every actor; `values` what fills the parameters of
    addresses and the names of queries.
    """

    cage: Cage = field(default_factory=Cage)
    someone: dict[str, Someone] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    ones: dict[str, dict[str, str]] = field(default_factory=dict)
    """By the beginning of an address, what fills it with one thing that is there."""

    @property
    def canaries(self) -> list[Canary]:
        return self.cage.canaries


def found() -> World:
    """The whole town, in a transaction of its own."""
    with transaction() as session:
        return build(session)


def build(session: Session) -> World:
    """The whole town, in the transaction of `session`."""
    world = World()
    people.municipality(session)
    _people(session, world)
    world.ones |= identified.identify(session, world.cage, world.someone["stranger"])
    world.ones |= factored.set_up(session, world.cage, world.someone["official"])
    world.ones |= administered.administrate(session, world.cage, world.someone)
    world.ones |= leaving.leave(session, world.cage, world.someone["stranger"])
    _unpublished_cases(session, world)
    _public_cases(session, world)
    _changes(session, world)
    _asked(session, world)
    _reached_otherwise(session, world)
    met.meet(session, world)
    dialogued.ask(session, world)
    discussed.discuss(session, world)
    listened.listen(session, world)
    outcomes.listen(session, world)
    occasioned.meet(session, world)
    voted.vote(session, world)
    stated.state(session, world)
    with world.cage.about("proposal"):
        _comments(session, world)
    world.ones |= protected.own_page(session, world.cage, world.someone["author"])
    _claimed(session, world)
    _passed_on(session, world)
    _noted(session, world)
    recorded.register(session, world)
    _texted(session, world)
    _followers(session, world)
    _buttons(session, world)
    _keys(session, world)
    helped.help_out(session, world)
    followed.follow_up(session, world)
    panelled.gather(session, world)
    asked_often.ask(session, world)
    _sign_in(session, world)
    _values(session, world)
    configured.configure(session, world)
    organised.organise(session, world)
    desked.sit(session, world.someone, world.cases)
    appealed.appeal(session, world)
    seconded.ask(session, world)
    heaped.press(session, world.someone["moderator"])
    judged.look_again(session, world)
    supported.support(session, world)
    measured.measure(session, world)
    ordered.order(session, world)
    overdue.break_promises(session, world)
    _attached(session, world)
    recorded.open_numbers(world)
    readers.settle(session, world)
    counted.count(session, world)
    return world


COLLEAGUES = (Action.DESK, Action.JUDGE, Action.LOG)
"""Colleagues see each other's names, as whoever has a case, reads a text, or looked at something."""
DOORS = {Purpose.SIGN_IN: "/sign-in/", Purpose.INVITATION: "/invitations/"}


def _people(session: Session, world: World) -> None:
    cage = world.cage
    elsewhere = next(one.id for one in units(session) if one.slug == ELSEWHERE)
    # Residents, each with a case that tells of her; staff, each with a unit that is hers alone.
    for actor, case in (("author", "private"), ("stranger", "proposal"), ("suspended", "proposal")):
        with cage.about(case):
            known = (Action.CONTACT,)
            name = cage.plant(f"the name of the {actor}", actor, needs=known)
            address = cage.plant(f"the address of the {actor}", actor, needs=known)
        world.someone[actor] = _someone(session, name, f"{address}@example.org")
    for actor, role, unit_id in (
        ("moderator", Role.MODERATOR, None),
        ("official", Role.OFFICIAL, None),
        ("auditor", Role.AUDITOR, None),
        ("administrator", Role.ADMINISTRATOR, None),
        ("neighbour", Role.OFFICIAL, elsewhere),
        ("area", Role.MODERATOR, elsewhere),
        ("trusted", Role.OFFICIAL, None),
    ):
        name = cage.plant(f"the name of the {actor}", actor, needs=COLLEAGUES)
        address = cage.plant(f"the address of the {actor}", actor, needs=(Action.APPOINT,))
        someone = _someone(session, name, f"{address}@example.org", role, unit_id)
        world.someone[actor] = someone
    with cage.about("protected person's"):
        name = cage.plant("the name of somebody protected", "protected", needs=(Action.CONTACT,))
        address = cage.plant("her address", "protected", needs=(Action.CONTACT,))
    dora = _someone(session, name, f"{address}@example.org")
    world.someone["protected"] = dora
    session.execute(update(Person).where(table_of(Person).c.id == dora.id).values(protected=True))
    session.execute(
        update(Appointment)
        .where(table_of(Appointment).c.person_id == world.someone["trusted"].id)
        .values(trusted=True)
    )


def _someone(
    session: Session,
    name: str,
    address: str,
    role: Role = Role.RESIDENT,
    unit_id: int | None = None,
) -> Someone:
    place = reach(session, Channel.EMAIL, address)
    person_id = confirm(session, place.id, name=name)
    if role is not Role.RESIDENT:
        people.appoint(session, person_id, role, unit_id=unit_id)
    return Someone(person_id, place.id, name, address, Channel.EMAIL, role, unit_id)


def _handed_in(
    session: Session,
    world: World,
    what: str,
    kind: Kind = Kind.COMPLAINT,
    *,
    readers: tuple[str, ...] = ("author", *STAFF),
    shown: bool = True,
    by: Someone | None = None,
    signed_in: bool = True,
    byline: str = "",
    subject: str = "street-lights",
) -> Submission:
    """A case whose every word is for these readers alone."""
    plant = world.cage.plant
    author = by or world.someone["author"]
    own = {one for one in readers if one not in STAFF}
    with world.cage.about(what):
        known = (Action.CONTACT,)
        name = byline or plant(f"the name given with a {what} case", *own, needs=known)
        draft = people.a_draft(
            kind,
            by=Someone(author.id, author.contact_id, name, author.address, author.channel),
            title=plant(f"the title of a {what} case", *readers),
            source=numbered.added(world.cage, what, plant(f"the text of a {what} case", *readers)),
            place=plant(f"the place of a {what} case", *readers),
            shown=shown,
            byline=byline,
            subject=subject,
        )
    receipt = people.handed_in(session, draft, by=author if signed_in else None)
    world.cases[what] = receipt.reference
    return take(session, receipt.reference)


def _unpublished_cases(session: Session, world: World) -> None:
    olga = world.someone["official"]
    private = _handed_in(session, world, "private", shown=False)
    progress.assign(session, private, by=olga.actor, to=session.get_one(Person, olga.id))
    _planned_and_delayed(session, world, private)
    with world.cage.about("private"):
        words = world.cage.plant("the answer to a private case", "author", *STAFF)
    answer.answer(session, private, by=olga.actor, source=words, html=text.prepare(words))
    _handed_in(session, world, "queued")
    for judgement in (Judgement.RETURN, Judgement.REFUSE):
        case = _handed_in(session, world, judgement.value)
        with world.cage.about(judgement.value):
            message = world.cage.plant(f"the message of a {judgement.value}", "author", *JUDGES)
        reason = {} if judgement is Judgement.RETURN else {"reason": "abusive"}
        _judge(session, world, case, judgement, message=message, **reason)
    for judgement in (Judgement.HIDE, Judgement.UNPUBLISH):
        case = _handed_in(session, world, judgement.value)
        _judge(session, world, case, Judgement.PUBLISH)
        with world.cage.about(judgement.value):
            why = world.cage.plant(f"why a {judgement.value} case was reported", *JUDGES)
        room.report(session, case, explanation=why)
        _judge(session, world, case, judgement, reason="abusive")
    rules = people.municipality(session).proposals
    for what in ("withdrawn", "withdrawn proposal"):
        kind = Kind.PROPOSAL if "proposal" in what else Kind.COMPLAINT
        case = _handed_in(session, world, what, kind)
        _judge(session, world, case, Judgement.PUBLISH)
        publishing.withdraw(session, case, by=world.someone["author"].actor, rules=rules)
    _of_nobody(session, world)
    _of_others(session, world)


def _of_others(session: Session, world: World) -> None:
    """Cases that few of the staff may have: of another unit, and of a protected person."""
    what, known = "other unit's", (Action.CONTACT,)
    with world.cage.about(what):
        name = world.cage.plant("the name of somebody else", needs=known)
        address = world.cage.plant("the address of somebody else", needs=known)
    oskar = _someone(session, name, f"{address}@example.org")
    _handed_in(session, world, what, shown=False, subject=ELSEWHERE, readers=STAFF, by=oskar)
    dora = world.someone["protected"]
    readers = ("protected", *STAFF)
    _handed_in(session, world, "protected person's", readers=readers, by=dora)


def _planned_and_delayed(session: Session, world: World, private: Submission) -> None:
    """What officials say of cases that only their author and staff may read."""
    plant, olga = world.cage.plant, world.someone["official"].actor
    readers = ("author", *STAFF)
    with world.cage.about("private"):
        why = plant("why a private case is delayed", *readers)
    planning.delay(session, private, by=olga, reason=why, day=calendar.today())
    elsewhere = _handed_in(session, world, "elsewhere", shown=False)
    with world.cage.about("elsewhere"):
        progress.close(
            session,
            elsewhere,
            by=olga,
            outcome=Outcome.NOT_OURS,
            reason=plant("why a private case is not ours", *readers),
            receiver=progress.Receiver(
                plant("who has a private case instead", *readers),
                plant("how to reach who has a private case", *readers),
                forwarded=False,
            ),
        )
    joined = _handed_in(session, world, "joined", shown=False)
    merging.merge(session, joined, private.reference, by=olga)


def _of_nobody(session: Session, world: World) -> None:
    """Senders who are not signed in: an address that waits, a phone, and nothing but a key."""
    cage, known = world.cage, (Action.CONTACT,)
    with cage.about("unconfirmed"):
        address = cage.plant("the address of somebody unconfirmed", needs=known)
    place = reach(session, Channel.EMAIL, f"{address}@example.org")
    rita = Someone(0, place.id, "", f"{address}@example.org")
    _handed_in(
        session, world, "unconfirmed", Kind.PROPOSAL, readers=STAFF, by=rita, signed_in=False
    )
    with cage.about("by phone"):
        number = cage.known(PHONE.removeprefix("+46"), "a phone number", needs=known)
    place = reach(session, Channel.SMS, f"+46{number}")
    tove = Someone(0, place.id, "", f"+46{number}", Channel.SMS)
    _handed_in(session, world, "by phone", readers=STAFF, shown=False, by=tove, signed_in=False)
    readers = ("holder", *STAFF)
    with cage.about("of a key"):
        draft = people.a_draft(
            title=cage.plant("the title of a case without an address", *readers),
            source=cage.plant("the text of a case without an address", *readers),
            place=cage.plant("the place of a case without an address", *readers),
            shown=False,
        )
    world.cases["of a key"] = people.handed_in(session, draft).reference


def _judge(
    session: Session, world: World, thing: object, judgement: Judgement, **said: str
) -> None:
    session.flush()
    item = room.item_of(session, thing)
    room.judge(session, item, judgement, by=world.someone["moderator"], **said)


def _public_cases(session: Session, world: World) -> None:
    cage, olga = world.cage, world.someone["official"]
    author = world.someone["author"]
    for what, kind in (
        ("proposal", Kind.PROPOSAL),
        ("decided", Kind.PROPOSAL),
        ("fault", Kind.FAULT_REPORT),
    ):
        byline = cage.public(f"the byline of a public {what}")
        draft = people.a_draft(
            kind,
            by=author,
            title=cage.public(f"the title of a public {what}"),
            source=cage.public(f"the text of a public {what}"),
            place=cage.public(f"the place of a public {what}"),
            byline=byline,
        )
        world.cases[what] = people.handed_in(session, draft, by=author).reference
        case = take(session, world.cases[what])
        _judge(session, world, case, Judgement.PUBLISH)
        world.public[what] = byline
    redacted = _handed_in(session, world, "redacted", readers=("author", *STAFF))
    seen = cage.public("the text of a redacted case as everyone reads it")
    _judge(session, world, redacted, Judgement.REDACT, reason="personal_data", redacted=seen)
    _title_is_public(session, world, redacted)
    fault = take(session, world.cases["fault"])
    progress.assign(session, fault, by=olga.actor, to=session.get_one(Person, olga.id))
    words = cage.public("the answer to a public fault")
    answer.answer(session, fault, by=olga.actor, source=words, html=text.prepare(words))
    progress.close(
        session,
        fault,
        by=olga.actor,
        outcome=Outcome.ANSWERED,
        reason=cage.public("the reason of a closing"),
    )
    again = cage.plant("why a public case is opened again", "author", *STAFF)
    following_up.open_again(session, fault, by=author.actor, reason=again)
    _decided(session, world)


def _title_is_public(session: Session, world: World, redacted: Submission) -> None:
    """Only a detail of the text is hidden: title and place stay for everyone to read."""
    found = session.get_one(text.Text, redacted.text_id)
    world.cage.canaries = [
        Canary(one.token, one.what, None) if one.token in {found.title, redacted.place} else one
        for one in world.cage.canaries
    ]


def _changes(session: Session, world: World) -> None:
    """What its author wants to read there instead waits, was not let through, or has been."""
    cage, author = world.cage, world.someone["author"]
    readers = ("author", *STAFF)
    for what, judgement in (
        ("changing", None),
        ("change refused", Judgement.REFUSE),
        ("changed", Judgement.PUBLISH),
    ):
        shown = judgement is not Judgement.PUBLISH
        old = (
            cage.public(f"the text of a {what} case")
            if shown
            else cage.plant("a former text", *JUDGES)
        )
        draft = people.a_draft(
            by=author, title=cage.public(f"the title of a {what} case"), source=old, place=""
        )
        world.cases[what] = people.handed_in(session, draft, by=author).reference
        case = take(session, world.cases[what])
        _judge(session, world, case, Judgement.PUBLISH)
        title = session.get_one(text.Text, case.text_id).title
        new = {
            None: lambda: cage.plant("a change that waits", *readers),
            Judgement.REFUSE: lambda: cage.plant("a change that was not let through", *JUDGES),
            Judgement.PUBLISH: lambda: cage.public("a change that was let through"),
        }[judgement]()
        revising.revise(session, case, by=author.actor, title=title, source=new)
        if judgement is Judgement.REFUSE:
            said = cage.plant("why a change was not let through", "author", *JUDGES)
            _judge(session, world, case, judgement, reason="abusive", message=said)
        elif judgement is not None:
            _judge(session, world, case, judgement)


def _asked(session: Session, world: World) -> None:
    """Our question to the sender of a private case and of a public one, and what she added."""
    olga, author = world.someone["official"], world.someone["author"]
    readers = ("author", *HANDLERS)
    for what, shown in (("asked", False), ("asked in public", True)):
        case = _handed_in(session, world, what, shown=shown)
        with world.cage.about(what):
            for part in ("question", "second question"):
                question = world.cage.plant(f"the {part} of an {what} case", *readers)
                supplement.ask(session, case, by=olga.actor, question=question)
                if part == "question":
                    added = world.cage.plant(f"what was added to an {what} case", *readers)
                    supplement.add(session, case, by=author.actor, source=added)


def _reached_otherwise(session: Session, world: World) -> None:
    """Public cases of people whom we ring and write to, under other names, from places they gave;
    and an appeal, which nobody but staff ever reads.
    """
    cage, known = world.cage, (Action.CONTACT,)
    with cage.about("case to write to"):
        postal = cage.plant("a postal address", needs=known)
    for what, way, to in (
        ("case to ring", ReplyBy.CALL, LANDLINE),
        ("case to write to", ReplyBy.LETTER, f"{postal} 1"),
    ):
        draft = people.a_draft(
            Kind.FAULT_REPORT,
            title=cage.public(f"the title of a public {what}"),
            source=cage.public(f"the text of a public {what}"),
            place=cage.public(f"the place of a public {what}"),
            byline=cage.public(f"the alias of a public {what}"),
        )
        with cage.about(what):
            real = cage.plant(f"the real name behind the alias of a {what}", needs=known)
        draft = replace(
            draft,
            name=real,
            reply_by=way,
            reply_to=to,
            latitude=LATITUDE,
            longitude=LONGITUDE,
        )
        world.cases[what] = people.handed_in(session, draft).reference
        _judge(session, world, take(session, world.cases[what]), Judgement.PUBLISH)
    with cage.about("case to ring"):
        cage.known(LANDLINE.removeprefix("+46"), "a number to ring", needs=known)
        for degrees in (LATITUDE, LONGITUDE):
            cage.known(f"{degrees / 1_000_000:.6f}", "where somebody was", needs=known)
            cage.known(str(degrees), "where somebody was, as it is stored")
    with cage.about("appeal"):
        appeal = people.a_draft(
            title=cage.plant("the title of an appeal", *STAFF),
            source=cage.plant("the text of an appeal", *STAFF),
            place="",
            shown=False,
        )
    world.cases["appeal"] = people.handed_in(session, replace(appeal, appeal=True)).reference


def _decided(session: Session, world: World) -> None:
    cage, olga = world.cage, world.someone["official"]
    proposal = take(session, world.cases["decided"])
    voter = _someone(
        session,
        cage.plant("the name of a voter", needs=(Action.APPOINT,)),
        f"{cage.plant('the address of a voter')}@example.org",
    )
    proposal.threshold = 1
    session.flush()
    vote.support(session, proposal.reference, voter.id)
    tally.recount(session, proposal.reference)
    proposal = take(session, proposal.reference)
    progress.move(session, proposal, Status.REFERRED, by=olga.actor)
    decision.decide(
        session,
        proposal,
        by=olga.actor,
        body="Tekniska nämnden",
        decided_on=calendar.today() - timedelta(days=1),
        paragraph="12",
        ruling=Ruling.APPROVED,
        summary=cage.public("what a decision says"),
        reasons=cage.public("why a decision was made"),
        appealable=True,
    )


def _comments(session: Session, world: World) -> None:
    cage, sam = world.cage, world.someone["stranger"]
    case = take(session, world.cases["proposal"])
    people.published_comment(
        session,
        case,
        by=sam,
        source=cage.public("a public comment"),
        byline=cage.public("the byline of a public comment"),
    )
    mine = ("stranger", *JUDGES)
    people.a_comment(
        session,
        case,
        by=sam,
        source=cage.plant("a comment that waits", *mine),
        byline=cage.plant("the byline of a comment that waits", *mine),
    )
    for judgement, reason in (
        (Judgement.REFUSE, "abusive"),
        (Judgement.HIDE, "abusive"),
        (Judgement.UNPUBLISH, "abusive"),
        (Judgement.REDACT, "personal_data"),
    ):
        made = people.a_comment(
            session,
            case,
            by=sam,
            source=cage.plant(f"a comment to {judgement.value}", *mine),
            byline=cage.plant(f"the byline of a comment to {judgement.value}", *mine)
            if judgement is not Judgement.REDACT
            else "",
        )
        if judgement in {Judgement.HIDE, Judgement.UNPUBLISH}:
            _judge(session, world, made, Judgement.PUBLISH)
            people.published_comment(session, case, by=sam, reply_to=made.number)
            room.report(
                session, made, explanation=cage.plant("why a comment was reported", *JUDGES)
            )
        said = {"redacted": "Med en dold uppgift."} if judgement is Judgement.REDACT else {}
        _judge(session, world, made, judgement, reason=reason, **said)
    address = cage.plant("the address of a reporter")
    room.report(
        session,
        case,
        explanation=cage.plant("why a proposal was reported", *JUDGES),
        channel=Channel.EMAIL,
        address=f"{address}@example.org",
    )


def _claimed(session: Session, world: World) -> None:
    """One moderator reads a text just now; another would be told who."""
    case = take(session, world.cases["queued"])
    claims.claim(session, room.item_of(session, case).id or 0, world.someone["moderator"].actor)


def _noted(session: Session, world: World) -> None:
    """What officials wrote for themselves, of cases that everyone sees and that nobody does."""
    olga, ada = world.someone["official"], world.someone["administrator"]
    references = [world.cases[what] for what in ("private", "queued", "proposal", "fault")]
    noted.write(session, world.cage, references, olga, ada)
    noted.corrected(session, world.cage, world.cases["fault"], olga)


def _passed_on(session: Session, world: World) -> None:
    """Other units were asked, of cases that everyone sees and that nobody does."""
    olga = world.someone["official"]
    references = [world.cases[what] for what in ("asked", "asked in public", "proposal")]
    passed.ask(session, world.cage, references, olga)
    number = passed.away(session, olga)
    world.ones["/casework/absence/"] = {"id": str(number)}


def _texted(session: Session, world: World) -> None:
    world.ones["/casework/texts/"] = {"id": str(texted.write(session, world.cage))}


def _followers(session: Session, world: World) -> None:
    cage = world.cage
    case = take(session, world.cases["proposal"])
    address = cage.plant("the address of a follower")
    frida = _someone(
        session,
        cage.plant("the name of a follower", needs=(Action.APPOINT,)),
        f"{address}@example.org",
    )
    for topic, target in (
        (Topic.SUBMISSION, {"submission_id": case.id}),
        (Topic.DECISIONS, {}),
        (Topic.CATEGORY, {"category_id": case.category_id}),
        (Topic.UNIT, {"unit_id": case.unit_id}),
    ):
        for contact_id in (frida.contact_id, world.someone["stranger"].contact_id):
            wish = subscription.ask(
                session,
                contact_id,
                topic,
                **target,
                extent=Extent.EVERYTHING,
                language="sv",
            )
            subscription.confirm(session, wish.id or 0)


def _buttons(session: Session, world: World) -> None:
    """A letter for every purpose, none pressed yet."""
    case = take(session, world.cases["proposal"])
    sam = world.someone["stranger"]
    address = world.cage.plant("the address of somebody asked")
    place = reach(session, Channel.EMAIL, f"{address}@example.org")
    waiting = people.write_comment(
        session,
        case.reference,
        by=STRANGER,
        source=world.cage.plant("an unconfirmed comment"),
        contact_id=place.id,
        byline=world.cage.plant("the byline of an unconfirmed comment"),
        confirmed=False,
    )
    wish = subscription.ask(
        session,
        place.id,
        Topic.SUBMISSION,
        submission_id=case.id,
        extent=Extent.ANSWERS,
        language="sv",
    )
    for purpose, about in (
        (Purpose.COMMENT, About(case.id, comment_id=waiting.id)),
        (Purpose.SUPPORT, About(case.id)),
        (Purpose.SUBSCRIPTION, About(case.id, subscription_id=wish.id, name="answers")),
    ):
        asking.send(session, purpose, place.id, about=about, language="sv")
    asking.send(session, Purpose.SIGN_IN, sam.contact_id, about=About(), language="sv")


def _keys(session: Session, world: World) -> None:
    """Whatever opens a door is a canary by itself; what it opens is said to the datum behind it."""
    cage = world.cage
    called = {reference: what for what, reference in world.cases.items()}
    for case in session.scalars(select(Submission)):
        whose = "holder" if case.reference == world.cases["of a key"] else "nobody"
        what = f"the number of a {'public ' if case.is_public else ''}{called[case.reference]} case"
        if case.is_public:
            cage.canaries.append(Canary(case.reference, what, None))
        else:
            # Numbers follow one another, so they hide nothing; where they stand tells something.
            owners = {world.someone[one].contact_id: one for one in ("author", "protected")}
            with cage.about(case.reference):
                cage.known(case.reference, what, owners.get(case.contact_id, whose), *STAFF)
        cage.known(tracking_key(case), f"the key of {case.reference}", whose)
        cage.known(case.nonce, f"the nonce of {case.reference}")
    secrets = []
    for button in session.scalars(select(Token).order_by(Token.id)):
        secret = token.secret(button)
        secrets.append(secret)
        place = DOORS.get(button.purpose, "/confirm/")
        world.ones[place] = {"token": secret}
        cage.known(secret.partition(".")[2], f"the {button.purpose} button {button.id}")
        if button.purpose is Purpose.SUBMISSION and button.submission_id is not None:
            case = session.get_one(Submission, button.submission_id)
            cage.open(session.get_one(text.Text, case.text_id).title, secret)
            cage.open(case.reference, secret)
    for wish in session.scalars(select(Subscription).order_by(Subscription.id)):
        leaving, managing = (subscription.link(wish, one) for one in (UNSUBSCRIBE, MANAGE))
        # Whoever is signed in finds the way to her own updates, and so does the foot of a letter.
        whose = "stranger" if wish.contact_id == world.someone["stranger"].contact_id else ""
        cage.known(leaving.partition(".")[2], f"the link that ends wish {wish.id}")
        cage.known(managing.partition(".")[2], f"the link to change wish {wish.id}", whose)
        cage.open(managing.partition(".")[2], leaving)
        place = session.get_one(Contact, wish.contact_id)
        cage.open(place.address.partition("@")[0], managing)
        # What they all follow they go on finding among their wishes, by its number alone.
        cage.open(world.cases["proposal"], managing)
        cage.open(world.cases["proposal"], leaving)
        secrets += [leaving, managing]
        if whose:
            world.ones["/u/"] = {"token": leaving}
            world.ones["/subscriptions/"] = {"token": managing, "wish": str(wish.id)}
    sam = world.someone["stranger"]
    receipts = [links.receipt(number).rpartition("/")[2] for number in _deliveries(session)]
    dead = _deliveries(session)[0]
    session.execute(
        update(deliveries)
        .where(deliveries.c.id == dead)
        .values(state=DeliveryState.TECHNICAL_FAILURE, code="connection")
    )
    world.ones |= {
        "/casework/letters/": {"id": str(dead)},
        "/mail/bounces/": {"token": bounces.door()},
        "/sms/receipts/": {"token": receipts[0]},
        "/sms/inbox/": {"token": inbound.inbox()},
    }
    sam_stops = links.silence_link(sam.contact_id, sam.address)
    for secret in (*receipts, inbound.inbox(), bounces.door(), sam_stops):
        cage.known(secret.rpartition(".")[2], "a secret of an operator or of a number")
        secrets.append(secret)
    world.values["token"] = [*secrets, "1.forged"]
    world.values["provider"] = ["bankid"]


def _deliveries(session: Session) -> list[int]:
    return list(session.scalars(select(deliveries.c.id).order_by(deliveries.c.id)))


def _sign_in(session: Session, world: World) -> None:
    for actor, someone in world.someone.items():
        cookie = signed_in(session, someone)
        world.cage.known(cookie, f"the session of the {actor}")
        world.cookies[actor] = f"session={cookie}"
    world.viewers = readers.viewers(session, world)
    stig = world.someone["suspended"].id
    session.execute(update(Person).where(Person.id == stig).values(suspended=True))
    world.viewers |= dict.fromkeys(("suspended", "anonymous", "holder"), NOBODY)
    key = tracking_key(take(session, world.cases["of a key"]))
    world.cookies |= {"anonymous": "", "holder": f"key={key}"}


def _attached(session: Session, world: World) -> None:
    """Documents, each under its own case and under every other."""
    names = attached.attach(session, world.cage, world.cases, STAFF)
    waiting = attached.waiting(session)
    for reference, name in names.items():
        world.ones.setdefault(reference, {})["name"] = name
    world.ones["/attachments/"] = {"name": waiting}
    some = [names[world.cases[what]] for what in ("private", "queued", "decided", "proposal")]
    some += [names[f"answer to {what}"] for what in ("private", "fault")]
    world.values["name"] = [*some, waiting, "0" * 32]


def _words_to_ask_for(world: World) -> list[str]:
    """Words of texts and places that not everyone may read: cut off, for what is looked for by its
    beginning, and misspelt, for what is asked about.
    """
    tokens = [
        one.token
        for one in world.cage.canaries
        if one.seen_by is not None and one.what.startswith(ASKED_FOR)
    ]
    return [word for one in tokens for word in (one[:-1], one[:9] + one[10:])]


def _values(session: Session, world: World) -> None:
    """Every reference and every id of the town, and some that lead nowhere."""
    references = [*session.scalars(select(submissions.c.reference)), UNKNOWN]
    # There are more people than decisions, meetings or anything else with a number but texts.
    persons, items = (
        session.execute(select(func.max(column))).scalar() or 0
        for column in (table_of(Person).c.id, reviewables.c.id)
    )
    wishes = list(session.scalars(select(subscriptions.c.id)))
    given = session.execute(
        select(submissions.c.reference, answer.answers.c.id).join_from(
            answer.answers, submissions, submissions.c.id == answer.answers.c.submission_id
        )
    ).all()
    for reference in references:
        # A case without an answer is asked for somebody else's.
        own = next((one.id for one in given if one.reference == reference), given[0].id)
        world.ones.setdefault(reference, {}).update(answer=str(own), number="1")
    numbers = [str(number) for number in range(1, 10)]
    waiting = room.item_of(session, take(session, world.cases["queued"]))
    world.ones |= {
        "/ledger/": {"stream": f"submission-{world.cases['proposal']}"},
        "/casework/templates/": {"id": "1"},
        "/desk/": {"id": str(waiting.id)},
        "/decisions/": {"id": str(session.execute(select(func.max(decisions.c.id))).scalar())},
        "/me/sessions/": {"id": "1"},
        "/units/": {"slug": "streets"},
        "/feeds/": {"subject": "street-lights", "unit": "streets", "slug": "technical"},
    }
    world.values |= {
        "reference": references,
        "stream": ["configuration", *(f"submission-{reference}" for reference in references)],
        "id": [str(number) for number in range(1, persons + 2)],
        "/desk/id": [str(number) for number in range(1, items + 2)],
        "wish": [str(number) for number in wishes],
        "answer": [str(one.id) for one in given],
        "slug": ["technical", "no-board"],
        # Names of queries
        "k": ["wrong"],
        "after": ["00001", "1", "99999999-9", "9999999999999999-9"],
        "again": ["3", "-1"],
        "code": ["connection", "none"],
        "recipient": ["bounce+1.forged@example.org"],
        "comment": numbers,
        "number": numbers[:3],
        "appointment": numbers,
        "member": numbers,
        "reply_to": numbers,
        "submission": references,
        "kind": ["proposal"],
        "q": _words_to_ask_for(world),
        "place": _words_to_ask_for(world)[:20],
        "subject": ["street-lights"],
        "state": ["open"],
        "unit": ["streets"],
        "order": ["supported", "due"],
        "like": references,
        "case": references,
        "day": ["2026-12-04"],
        "next": ["/me"],
        **desked.QUERIES,
        **heaped.QUERIES,
        **administered.QUERIES,
        "stopped": ["all", *(str(number) for number in wishes[:2])],
    }
