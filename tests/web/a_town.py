"""A small town with one of everything that a route could ask for, and what fills its address."""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from sqlalchemy import select
from sqlmodel import Session

from models import answer, answer_template, asking, correcting, subscription, token
from models.asking import About
from models.attachment import row as attachment
from models.database import transaction
from models.person import Channel, reach
from models.states import Kind
from models.submission import take, tracking_key
from models.subscription import MANAGE, UNSUBSCRIBE, Extent, Topic
from models.tables import metadata
from models.token import Purpose, Token
from models.verdict import Judgement
from moderation import verdicts
from tests import people, pictures
from tests.people import Someone
from tests.web import a_moderated_town, a_small_dialogue, settings_forms
from web.entry import Entry

BOOKKEEPING = frozenset({"browser_session", "allowance", "access_log"})
"""What a GET may write: last seen, how often somebody asked, what staff saw (decisions.md)."""

PLAIN_ONES = {
    "/records/unfinished/": {"period": "2026-1"},
    "/units/": {"slug": "streets"},
    "/casework/deviations/": {"month": "2026-11"},
    "/statistics/": {"period": "2026", "year": "2026"},
    # It has no copy of a case that was given out.
    "/casework/{reference}/dossiers": {"id": "1"},
}
"""By the beginning of an address: values that every town has, or might."""


@dataclass
class SmallTown:
    """`links` are the addresses of every link that a letter can hold."""

    people: dict[str, Someone] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)
    own: str = ""
    key: str = ""
    item: int = 0
    links: list[str] = field(default_factory=list)
    wish: int = 0
    attached: str = ""
    answered: str = ""
    answer: int = 0
    template: int = 0
    moderated: a_moderated_town.Values = field(default_factory=dict)

    def values(self, entry: Entry) -> dict[str, str]:
        """What moderation and a dialogue left that stands for the parameters of a route, if any."""
        known = {**PLAIN_ONES, **self.moderated}.items()
        return next((of for beginning, of in known if entry.path.startswith(beginning)), {})

    def addresses(self, entry: Entry) -> list[str]:
        """The address of a route, with everything that is there in the place of its parameters."""
        values = self.values(entry)
        path = re.sub(r"{(\w+)}", lambda found: values.get(found[1], found[0]), entry.path)
        if path.startswith("/feeds/"):
            path = path.replace("{subject}", "street-lights").replace("{unit}", "streets")
            return [path.replace("{slug}", "executive")]
        if "{answer}" in path or "{name}" in path:
            of = self.answered if "{answer}" in path else self.own
            path = path.replace("{reference}", of).replace("{answer}", str(self.answer))
            return [path.replace("{name}", self.attached)]
        if "{reference}" in path:
            return [path.replace("{reference}", reference) for reference in self.references]
        if "{stream}" in path:
            return [path.replace("{stream}", f"submission-{one}") for one in self.references]
        if "{token}" in path:
            opened = path.partition("{token}")[0]
            found = [link for link in self.links if link.startswith(opened)]
            rest = path.partition("{token}")[2].replace("{wish}", str(self.wish))
            # The secrets of machines are not in letters: theirs is a forged one.
            return [link + rest for link in found or [f"{opened}1.x"]]
        number = self.template if path.startswith("/casework/templates/") else self.item
        # What this town has none of: providers, pages of residents, organisations, units with staff.
        for name in ("{provider}", "{slug}", "{member}", "{appointment}", "{sample}"):
            path = path.replace(name, "1")
        return [path.replace("{id}", str(number))]


def build() -> SmallTown:
    """Published, waiting, returned and anonymous cases; a comment; wishes; a letter of each kind."""
    made = SmallTown()
    with transaction() as session:
        rules = people.municipality(session).proposals
        for someone in (people.rosa, people.sam, people.marek, people.olga):
            made.people[someone.__name__] = someone(session)
        marek = made.people["marek"]
        proposal = people.published(session)
        comment = people.published_comment(session, proposal)
        complaint = people.a_submission(session)
        returned = people.a_submission(session, title="Åter till Rosa")
        item = people.waiting_item(session, submission_id=returned.id)
        verdicts.give(
            session,
            item.id,
            by=marek.actor,
            judgement=Judgement.RETURN,
            version=item.version,
            rules=rules,
            message="Ta bort namnet.",
        )
        receipt = people.handed_in(session, people.a_draft(Kind.QUESTION))
        made.key = tracking_key(take(session, receipt.reference))
        made.own = receipt.reference
        sent = take(session, receipt.reference).id or 0
        stored = pictures.laid("Blankett")
        attachment.add(session, stored, alt="", submission_id=sent)
        made.attached = stored.name
        made.references = [
            proposal.reference,
            complaint.reference,
            returned.reference,
            receipt.reference,
        ]
        made.answered, made.answer = _answered(session)
        made.template = answer_template.save(
            session, name="Tack", body="Hej {name}", unit_id=None, language="sv"
        )
        made.item = people.waiting_item(session, submission_id=complaint.id).id
        place = reach(session, Channel.EMAIL, "nils@example.org")
        wish = subscription.ask(
            session,
            place.id,
            Topic.SUBMISSION,
            submission_id=proposal.id,
            extent=Extent.ANSWERS,
            language="sv",
        )
        subscription.confirm(session, wish.id)
        made.wish = wish.id
        about = About(proposal.id, comment.id, wish.id)
        for purpose in (Purpose.COMMENT, Purpose.SUPPORT, Purpose.SUBSCRIPTION):
            asking.send(session, purpose, place.id, about=about, language="sv")
        draft = people.a_draft(by=Someone(0, 0, "Nils", "nils@example.org"))
        people.handed_in(session, draft)
        rosa = made.people["rosa"]
        asking.send(session, Purpose.SIGN_IN, rosa.contact_id, about=About(), language="sv")
        made.moderated = a_moderated_town.build(session)
        made.moderated |= a_small_dialogue.build(session, proposal.reference)
        made.moderated |= settings_forms.PLACES
        made.links = [
            *(
                f"{opened}{made.moderated[opened]['token']}"
                for opened in ("/move-support/", "/support/")
            ),
            f"/u/{subscription.link(wish, UNSUBSCRIBE)}",
            f"/subscriptions/{subscription.link(wish, MANAGE)}",
            *(
                f"/{'sign-in' if found.purpose is Purpose.SIGN_IN else 'confirm'}/{token.secret(found)}"
                for found in session.scalars(select(Token))
            ),
        ]
    return made


def _answered(session: Session) -> tuple[str, int]:
    """A case with an answer that was corrected since: its reference and the answer's id."""
    case, olga = people.published(session, Kind.COMPLAINT), people.olga(session).actor
    answer.answer(session, case, by=olga, source="På torsdag.", html="<p>På torsdag.</p>")
    given = answer.newest(session, case.id or 0)
    correcting.correct(session, case, given.id, by=olga, source="På fredag.", significant=True)
    return case.reference, given.id


def snapshot() -> str:
    """A digest of every row of every table but the bookkeeping ones."""
    seen = sha256()
    with transaction(write=False) as session:
        for table in metadata.sorted_tables:
            if table.name not in BOOKKEEPING:
                rows = sorted(map(repr, session.execute(select(table))))
                seen.update(f"{table.name}\n{rows}\n".encode())
    return seen.hexdigest()
