"""Support in the canaries' town: a duplicate whose supporter is asked, and support that is doubted."""

from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from models import invalidating, merging, moving_support, support_letters, vote
from models.calendar import now
from models.invalidated import Finding, SupportRule
from models.merged import Merging, MoveQuestion
from models.permissions import Action
from models.submission import take
from models.support_criteria import of_finding
from models.vote import Vote, VoteState, votes
from tests import people

WATCH = (Action.JUDGE, Action.LOG)
QUERIES = {
    "finding": ["1"],
    "domain": ["example.org"],
    "since": ["2026-01-01T00:00"],
    "until": ["2026-01-02T00:00"],
    "duplicate_of": ["2026-00001"],
}


def support(session: Session, world: Any) -> None:
    """What those who judge say to each other is theirs and the auditors', and a link its reader's."""
    cage, someone = world.cage, world.someone
    target = take(session, world.cases["proposal"])
    with cage.about("proposal"):
        note = cage.plant("what is said of doubted support", needs=WATCH)
        domain = cage.plant("the mail domain of doubted support", needs=WATCH)
        network = cage.plant("the network of doubted support")
    duplicate = people.published(session, title="Samma cykelväg en gång till")
    vote.support(session, duplicate.reference, someone["author"].id, network=network)
    merging.merge(session, duplicate, target.reference, by=someone["official"].actor)
    question = session.scalars(select(MoveQuestion)).one()
    asks = moving_support.link(question, session.get_one(Merging, question.merging_id))
    vote.support(session, target.reference, someone["stranger"].id, network=network)
    finding = Finding(
        submission_id=target.id or 0,
        rule=SupportRule.ONE_DOMAIN,
        domain=f"{domain}.example",
        network=network,
        since=now(),
        until=now(),
        count=1,
        total=1,
        usual=0,
        at=now(),
    )
    session.add(finding)
    session.flush()
    doubted = select(votes.c.id).where(
        votes.c.submission_id == target.id, votes.c.person_id == someone["stranger"].id
    )
    number = session.execute(doubted).scalar_one()
    marked = {"state": VoteState.SUSPECT, "finding_id": finding.id}
    session.execute(update(votes).where(votes.c.id == number).values(marked))
    meant = of_finding(session, target, finding.id or 0)
    by = someone["moderator"].actor
    batch = invalidating.propose(session, target, meant, by=by, note=note)
    second = someone["administrator"].actor
    invalidating.confirm(session, batch.id or 0, by=second, count=batch.count)
    tells = support_letters.link(batch.id or 0, session.get_one(Vote, number).id or 0)
    for secret in (asks, tells):
        cage.known(secret.rpartition(".")[2], "the link of somebody who supports")
    # Her letter named the proposal: by its number alone she goes on finding it, hidden or not.
    for link in (asks, tells):
        cage.open(target.reference, link)
    ids = [str(one) for one in (finding.id, 99)]
    world.values |= QUERIES | {
        "/move-support/token": [asks, "1.forged"],
        "/support/token": [tells, "1-1.forged"],
        "/desk/support/batches/id": [str(batch.id), "99"],
        "/desk/support/batches/vote": [str(number), "99"],
        "/desk/support/findings/id": ids,
    }
    world.ones |= {
        "/move-support/": {"token": asks},
        "/support/": {"token": tells},
        "/desk/support/batches/": {"id": str(batch.id), "vote": str(number)},
        "/desk/support/findings/": {"id": str(finding.id)},
    }
