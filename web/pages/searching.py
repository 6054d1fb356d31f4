"""The list of all cases that are public: by words, place or number, and by choice."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from models import question
from models.face import face, is_delayed
from models.search import words
from models.search.find import Found, find
from models.search.numbers import numbered
from models.search.similar import like
from models.search.suggest import suggest
from models.search.wanted import MOST_PARTS, Key, Order, Stage, Wanted
from models.states import Kind
from web import town
from web.answers import Answer, Go, Shown
from web.pages import leading
from web.pages.naming import named
from web.visit import Visit

HERE = "/submissions"
LONGEST = 200
LISTED_SECONDS = 1.0
OF_PROPOSALS = frozenset({Stage.SUPPORT, Stage.BOARD, Stage.DECIDED})


@dataclass(frozen=True)
class _Asked:
    """What the address says, as far as it says anything: `values` by name of the field."""

    values: dict[str, str]
    wanted: Wanted
    subject: Any = None
    unit: Any = None

    @property
    def by_words(self) -> bool:
        return "q" in self.values or "place" in self.values

    def address(self, *, without: str = "", **more: str) -> str:
        """The same list with something changed; another page follows its own key."""
        given = {name: value for name, value in self.values.items() if name != without} | more
        return f"{HERE}?{urlencode(given)}" if given else HERE


def index(visit: Visit) -> Answer:
    """A page of public cases. Whoever asks for a case's number goes straight to it, if she may."""
    if visit.query.get("like", ""):
        return _alike(visit, visit.query["like"][:16])
    asked = _asked(visit)
    given = asked.values.get("q", "")
    reference = numbered(visit.session, given, visit.viewer, visit.contacts) if given else None
    if reference is not None:
        return Go(f"{HERE}/{reference}")
    after = _key(visit.query.get("after", ""))
    first = after is None
    nothing_to_find = bool(given) and not asked.wanted.terms
    found = Found([], None) if nothing_to_find else find(visit.session, asked.wanted, after)
    return Shown(
        "submissions/list.html",
        {
            **_form(visit, asked),
            **leading.rows(visit, found.rows, told),
            "more": found.next is not None,
            "next_url": asked.address(after=_written(found.next)) if found.next else "",
            "first_url": "" if first else asked.address(),
            "questions": _questions(visit, asked) if first else [],
            "suggestion": _suggestion(visit, asked) if first and not found.rows else None,
            "like": None,
        },
        # What is typed is asked for once: pages that nobody comes back to would push others out.
        lasting=0.0 if asked.by_words else LISTED_SECONDS,
        returns=True,
    )


def told(row: Any) -> dict[str, Any]:
    """One case as a list shows it."""
    return {
        **row._asdict(),
        "face": face(row.status, row.outcome, row.ruling),
        "late": is_delayed(row),
        "votes": (row.votes or 0) if row.threshold is not None else None,
        "goal": row.threshold,
    }


def _alike(visit: Visit, reference: str) -> Answer:
    """Cases like one that is public; the whole list for any other."""
    title, found = like(visit.session, reference)
    if not title:
        return Go(HERE)
    return Shown(
        "submissions/list.html",
        {
            **_form(visit, _Asked({}, Wanted())),
            **leading.rows(visit, found, told),
            "more": False,
            "next_url": "",
            "first_url": "",
            "questions": [],
            "suggestion": None,
            "like": {"reference": reference, "title": title},
        },
        lasting=LISTED_SECONDS,
    )


def _asked(visit: Visit) -> _Asked:
    """Only what there is counts: an unknown kind or unit is no choice."""
    query = visit.query
    given = {
        "q": query.get("q", ""),
        "kind": query.get("kind", ""),
        "subject": query.get("subject", ""),
        "state": query.get("state", ""),
        "unit": query.get("unit", ""),
        "place": query.get("place", ""),
        "order": query.get("order", ""),
    }
    given = {name: value[:LONGEST].strip() for name, value in given.items()}
    subject = _with_slug(town.categories(visit.session), given["subject"])
    unit = _with_slug(town.units(visit.session), given["unit"])
    wanted = Wanted(
        terms=words.terms(given["q"], visit.language),
        place=words.terms(given["place"], visit.language),
        kind=Kind(given["kind"]) if given["kind"] in visit.site.kinds else None,
        category_id=subject.id if subject else None,
        unit_id=unit.id if unit else None,
        stage=Stage(given["state"]) if given["state"] in set(Stage) else None,
        order=Order(given["order"]) if given["order"] in set(Order) else Order.NEWEST,
    )
    there = {
        "q": bool(given["q"]),
        "kind": wanted.kind,
        "subject": subject,
        "state": wanted.stage,
        "unit": unit,
        "place": wanted.place,
        "order": wanted.order is not Order.NEWEST,
    }
    said = {name: value for name, value in given.items() if there[name]}
    return _Asked(said, wanted, subject, unit)


def _with_slug(found: Any, slug: str) -> Any:
    return next((row for row in found if slug and row.slug == slug), None)


def _form(visit: Visit, asked: _Asked) -> dict[str, Any]:
    """The search form, with what is chosen, and the address without each choice."""
    proposals = Kind.PROPOSAL in visit.site.kinds
    units = [row for row in town.units(visit.session) if row.retired_at is None]
    return {
        "values": asked.values,
        "kinds": [kind.value for kind in visit.site.kinds],
        "subjects": [
            {"slug": row.slug, "name": named(row, visit.language)}
            for row in town.categories(visit.session)
        ],
        "states": [stage.value for stage in Stage if proposals or stage not in OF_PROPOSALS],
        "units": [{"slug": row.slug, "name": named(row, visit.language)} for row in units],
        "orders": [order.value for order in Order if proposals or order is not Order.SUPPORTED],
        "without": {name: asked.address(without=name) for name in asked.values},
        "feeds": [
            {"url": f"/feeds/{part}s/{row.slug}.atom", "name": named(row, visit.language)}
            for part, row in (("subject", asked.subject), ("unit", asked.unit))
            if row is not None
        ],
        "follows": [
            {"url": f"/subscriptions/new?{part}={row.slug}", "name": named(row, visit.language)}
            for part, row in (("subject", asked.subject), ("unit", asked.unit))
            if row is not None and row.retired_at is None
        ],
    }


def _questions(visit: Visit, asked: _Asked) -> list[question.Asked]:
    return question.matching(visit.session, asked.wanted.terms, visit.language)


def _suggestion(visit: Visit, asked: _Asked) -> dict[str, str] | None:
    word = suggest(visit.session, asked.wanted, visit.language)
    return {"word": word, "url": asked.address(q=word)} if word else None


def _key(given: str) -> Key | None:
    """The key of a page as `_written` writes it; None for anything else: then the first page."""
    pieces = given.split("-")
    if len(pieces) != 3 or not all(
        piece.isascii() and piece.isdigit() and len(piece) < 20 for piece in pieces
    ):
        return None
    part, value, number = (int(piece) for piece in pieces)
    return Key(part, value, number) if part < MOST_PARTS and max(value, number) < 1 << 63 else None


def _written(key: Key) -> str:
    return f"{key.part}-{key.value}-{key.id}"
