"""One submission."""

from typing import Any

from models import me, showing, vote
from models.eligibility import Act
from models.errors import NotFound
from models.event import head_of
from models.keys import plain
from models.states import PUBLIC, PUBLICATIONS, Kind, Publication, Status
from models.submission import is_author, stream_of
from models.vote import VoteState
from web import seeing
from web.answers import Answer, Cookie, Go, Shown
from web.pages import casepage, declaring, dialogue_number, editing, moving, own_case
from web.pages.receipts import A_MONTH
from web.shared import Part, parts
from web.visit import Visit

EXPLAINED = frozenset(
    {
        Publication.RETURNED,
        Publication.REDACTED,
        Publication.HIDDEN,
        Publication.REFUSED,
        Publication.UNPUBLISHED,
    }
)
"""Where the author is told why, and by what words of the moderator."""
NOTHING_TOLD: dict[str, Any] = {"reason": "", "said": "", "wanted": None, "withdrawable": False}


def show(visit: Visit) -> Answer:
    """One case. A tracking key in the address moves into a cookie at once (decisions.md)."""
    reference = visit.params["reference"]
    here = f"/submissions/{reference}"
    if "k" in visit.query:
        key = plain(visit.query["k"][:80])
        return Go(here, (Cookie("key", key, path=here, seconds=A_MONTH),))
    try:
        part = _part(visit, reference, visit.query.get("after", "")[:400])
    except NotFound:
        return dialogue_number.instead(visit)
    row, mine = part.row, part.case["mine"]
    return Shown(
        "submissions/show.html",
        {
            "top": part.top,
            "rest": part.rest,
            "case": part.case,
            "notice": _notice(row, tells=mine or visit.viewer.is_staff),
            **(_told(visit, row) if mine else NOTHING_TOLD),
            **(own_case.told(visit, row) if mine else own_case.NOTHING),
            "support": _support(visit, row),
            "move": moving.told(visit, row),
            "signed_in": visit.viewer.person_id is not None,
            "errors": visit.errors,
        },
        stream=stream_of(reference) if row.publication in PUBLIC else None,
        version=part.version,
        seen=seeing.of_case(visit, row),
    )


def _part(visit: Visit, reference: str, after: str) -> Part:
    """The case and its fragments: the ones every stranger sees, where this reader sees no more."""
    version, happened = head_of(visit.session, stream_of(reference))
    key = (reference, visit.language, after)
    part = None if visit.viewer.is_staff else parts.find(key, version)
    if part is not None and not is_author(visit.viewer, part.row, visit.contacts):
        return part
    row = showing.case(visit.session, reference, visit.viewer, visit.contacts)
    made = casepage.context(visit, row, after=after, happened=happened)
    part = Part(version, row, made["case"], *casepage.fragments(visit, made))
    if row.publication in PUBLIC and not part.case["mine"] and not visit.viewer.is_staff:
        parts.keep(key, part)
    return part


def short(visit: Visit) -> Answer:
    """/s/2026-00123: what is read out on the telephone and printed on paper."""
    return Go(f"/submissions/{visit.params['reference']}")


def _notice(row: object, *, tells: bool) -> str:
    publication: Publication = row.publication  # type: ignore[attr-defined]
    return publication.value if tells and publication is not Publication.PUBLISHED else ""


def _told(visit: Visit, row: Any) -> dict[str, Any]:
    """What only the author reads: why her text is not shown, and what we need from her."""
    word = me.last_word(visit.session, row.id) if row.publication in EXPLAINED else None
    said = word.message if word else ""
    wanted = None
    if row.publication is Publication.RETURNED:
        wanted, said = {"message": said, "values": editing.typed(row)}, ""
    return {
        "reason": (word.reason or "") if word else "",
        "said": said,
        "wanted": wanted,
        "withdrawable": Publication.WITHDRAWN in PUBLICATIONS[row.publication],
    }


def _support(visit: Visit, row: object) -> dict[str, Any] | None:
    kind, status = row.kind, row.status  # type: ignore[attr-defined]
    if kind != Kind.PROPOSAL or status != Status.VOTING or not visit.site.modules.proposals:
        return None
    person = visit.viewer.person_id
    stands = vote.stands(visit.session, row.id, person) if person is not None else None  # type: ignore[attr-defined]
    given = stands in vote.COUNTED
    return {
        "state": "given" if given else "removed" if stands is VoteState.INVALIDATED else "open",
        "rule": declaring.rule_told(visit, Act.SUPPORT),
        "lacking": not given and declaring.lacking(visit, Act.SUPPORT),
    }
