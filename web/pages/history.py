"""All that happened with a case, the proof of it, and the same for programs."""

import json
from typing import Any

from sqlalchemy import Row

from models import ledger, showing
from models.errors import NotFound
from models.event import head_of
from models.history import told
from models.permissions import Action
from models.permissions_of_cases import may
from models.states import PUBLIC
from models.submission import stream_of
from web import seeing, town
from web.answers import Answer, Plain, Shown
from web.pages.naming import named
from web.pages.paging import cut, integers
from web.visit import Visit

FAULTS_SHOWN = 20
LIST_SECONDS = 1.0


def show(visit: Visit) -> Answer:
    """Every event, newest first. What is not public is to strangers a line without words."""
    reference = visit.params["reference"]
    stream = stream_of(reference)
    version, happened = head_of(visit.session, stream)
    row = _case(visit, reference)
    before = integers(visit.query.get("after", ""), 1)
    rows, following = cut(
        ledger.page(visit.session, stream, before=before[0] if before else None),
        f"/submissions/{reference}/history",
        "seq",
        size=ledger.PAGE,
    )
    units = {unit.id: named(unit, visit.language) for unit in town.units(visit.session)}
    inside = visit.viewer.is_staff and may(visit.session, visit.viewer, Action.READ, row)
    return Shown(
        "submissions/history.html",
        {
            "case": _named(row),
            "happened": happened,
            "events": [_told(event, units, inside) for event in rows],
            "next_url": following,
            "first_url": f"/submissions/{reference}/history" if before else "",
        },
        stream=stream if row.publication in PUBLIC else None,
        version=version,
        seen=seeing.of_case(visit, row),
    )


def check(visit: Visit) -> Answer:
    """Prove the chain while she waits, and say in words what that means."""
    reference = visit.params["reference"]
    stream = stream_of(reference)
    row = _case(visit, reference)
    head = ledger.head(visit.session, stream)
    proved = head.seq <= ledger.MOST_CHECKED
    faults = ledger.check(visit.session, stream) if proved else []
    return Shown(
        "submissions/check.html",
        {
            "case": _named(row),
            "stream": stream,
            "happened": head.seq,
            "head": head.head_hash,
            "proved": proved,
            "faults": [{"seq": fault.seq, "code": fault.code} for fault in faults[:FAULTS_SHOWN]],
            "more_faults": max(0, len(faults) - FAULTS_SHOWN),
        },
        # Never kept by the stream's version: whoever changes rows by hand leaves that as it was.
        lasting=LIST_SECONDS if row.publication in PUBLIC else 0.0,
        seen=seeing.of_case(visit, row),
    )


def export(visit: Visit) -> Answer:
    """A public stream as JSON: what everyone may read, and the digests of all."""
    stream = visit.params["stream"]
    if not ledger.is_open(visit.session, stream):
        raise NotFound(stream)
    after = integers(visit.query.get("after", ""), 1)
    made = ledger.export(visit.session, stream, after=after[0] if after else 0)
    return Plain(
        json.dumps(made, ensure_ascii=False, indent=1), media="application/json; charset=utf-8"
    )


def _case(visit: Visit, reference: str) -> Row[Any]:
    return showing.matter(visit.session, reference, visit.viewer, visit.contacts)


def _named(row: Row[Any]) -> dict[str, Any]:
    return {
        "reference": row.reference,
        "title": row.title,
        "is_public": row.publication in PUBLIC,
    }


def _told(event: Row[Any], units: dict[int | None, str], staff: bool) -> dict[str, Any]:
    """One event in the words' own codes; `kind` is "" for what this reader may not know."""
    known = {"seq": event.seq, "hash": event.hash, "kind": ""}
    if not (event.public or staff):
        return known
    facts = json.loads(event.facts)
    return known | {
        "kind": told(event.kind, facts),
        "public": event.public,
        "at": event.occurred_at or event.at,
        "role": event.role.value,
        "unit": units.get(facts.get("to_unit", facts.get("unit")), ""),
        "code": facts.get("ruling") or facts.get("outcome") or facts.get("to", ""),
    }
