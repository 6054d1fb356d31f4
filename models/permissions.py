"""Who may do what: role x relation -> actions. What is not in it may nobody do (ASVS 8.2.1, 8.3.1).

A role is held by appointments (`Post`), each with its days and, where it is for one unit, with that
unit. What somebody may do with a thing follows from her posts and from how each of them stands to
the thing. Nothing here asks the database: models.permissions_of_cases brings what is known of a
case, and has the same rule for lists.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from models.actor import Role
from models.errors import NotFound
from models.viewer import Post, Viewer


class Action(StrEnum):
    """What somebody may do. The first ones are done with a thing, the others with the town."""

    READ = "read"
    """A case that is not public, with its history and its documents."""
    CONTACT = "contact"
    """Who handed a case in, and how she is reached."""
    DESK = "desk"
    """The officials' page of a case: notes, drafts, what units ask each other."""
    NOTE = "note"
    """Write a note for colleagues."""
    REPLY = "reply"
    """Say what one thinks of it to whoever has the case and asked."""
    WORK = "work"
    """Answer, decide, give, move, delay, hand over, close, open again."""
    JUDGE = "judge"
    """Judge the texts and pictures of residents."""
    TEMPLATES = "templates"
    """Prepared answers, and frequent questions."""
    LETTERS = "letters"
    """Letters that did not arrive, and the addresses they were for."""

    TEXTS = "texts"
    """Text messages that belong to no case yet."""
    MEETINGS = "meetings"
    """Prepare a board's meeting, and enter what it decided: of cases of every unit."""
    REGISTER = "register"
    """Hand in for somebody who rings, visits or writes."""
    LOG = "log"
    """Read who saw and changed what."""
    APPOINT = "appoint"
    """Invite, appoint, suspend, sign out: whatever is done with people."""
    RETENTION = "retention"
    """What is disposed of when, and what was."""


class Relation(StrEnum):
    """How a post stands to a thing."""

    OWN = "own"
    """Handed in by herself: her confirmed address, or the key of the case."""
    ASSIGNED = "assigned"
    """Given to her, or to somebody she stands in for."""
    UNIT = "unit"
    """Of the unit that the post is for."""
    ASKED = "asked"
    """The post's unit was asked about it, or she was asked to read a draft."""
    CENTRE = "centre"
    """Anybody's, for the service centre: whoever answers the phone helps every caller."""
    EVERYTHING = "everything"
    """Anybody's, for a post that is for no unit alone."""


Table = Mapping[Role, Mapping[Relation, frozenset[Action]]]

_HANDLE = frozenset(
    {
        Action.READ,
        Action.CONTACT,
        Action.DESK,
        Action.NOTE,
        Action.REPLY,
        Action.WORK,
        Action.TEMPLATES,
        Action.LETTERS,
    }
)
_OF_ALL_UNITS = _HANDLE | {Action.TEXTS, Action.MEETINGS, Action.REGISTER}
_JUDGE = frozenset({Action.READ, Action.JUDGE})

TABLE: Table = {
    Role.RESIDENT: {Relation.OWN: frozenset({Action.READ, Action.CONTACT})},
    Role.OFFICIAL: {
        Relation.ASSIGNED: _HANDLE,
        # What she has of her unit: its cases, its prepared answers, its letters.
        Relation.UNIT: _HANDLE | {Action.REGISTER},
        Relation.ASKED: frozenset({Action.READ, Action.DESK, Action.NOTE, Action.REPLY}),
        Relation.CENTRE: _OF_ALL_UNITS,
        Relation.EVERYTHING: _OF_ALL_UNITS,
    },
    Role.MODERATOR: {Relation.UNIT: _JUDGE, Relation.EVERYTHING: _JUDGE},
    Role.AUDITOR: {
        Relation.UNIT: frozenset({Action.READ}),
        Relation.EVERYTHING: frozenset({Action.READ, Action.LOG}),
    },
    Role.ADMINISTRATOR: {Relation.EVERYTHING: frozenset(Action)},
}

TRUSTED = frozenset({Relation.ASSIGNED, Relation.UNIT, Relation.EVERYTHING})
"""Relations in which a trusted post may have what a protected person handed in (spec L17); nobody
else among staff learns that it is there.
"""

ITSELF = Post(Role.RESIDENT)
"""What everybody holds without being appointed."""


@dataclass(frozen=True)
class Thing:
    """What is known of a thing, of which a case is one, that decides who may do what with it."""

    unit_id: int | None = None
    assignee_id: int | None = None
    protected: bool = False
    own: bool = False
    """Whether whoever asks handed it in herself."""
    stands_in: bool = False
    """Whether it is of somebody she stands in for."""
    asked: Collection[int] = ()
    """Units that were asked about it."""
    reads: bool = False
    """Whether she was asked to read a draft of it."""


def relations(viewer: Viewer, post: Post, thing: Thing) -> Iterator[Relation]:
    """How a post of the viewer stands to a thing."""
    if post.role is Role.RESIDENT:
        if thing.own:
            yield Relation.OWN
        return
    if is_of_all(post):
        yield Relation.EVERYTHING
    elif post.centre:
        yield Relation.CENTRE
    if post.unit_id is not None and post.unit_id == thing.unit_id:
        yield Relation.UNIT
    if thing.stands_in or (thing.assignee_id and thing.assignee_id == viewer.person_id):
        yield Relation.ASSIGNED
    if thing.reads or (post.unit_id is not None and post.unit_id in thing.asked):
        yield Relation.ASKED


def gives(post: Post, relation: Relation, action: Action, *, protected: bool = False) -> bool:
    """Whether a post in a relation gives an action."""
    if action not in TABLE.get(post.role, {}).get(relation, frozenset()):
        return False
    return not protected or relation is Relation.OWN or (post.trusted and relation in TRUSTED)


def ways(post: Post) -> Iterator[Relation]:
    """The relations to things in which a post can give anything at all."""
    for relation in TABLE.get(post.role, {}):
        if relation is Relation.EVERYTHING:
            possible = is_of_all(post)
        elif relation is Relation.CENTRE:
            possible = post.centre
        else:
            possible = relation is not Relation.UNIT or post.unit_id is not None
        if possible:
            yield relation


@lru_cache(maxsize=256)
def held(posts: frozenset[Post]) -> frozenset[Action]:
    """Everything that these posts let somebody do with anything at all: asked on every page."""
    return frozenset(
        action for post in posts for relation in ways(post) for action in TABLE[post.role][relation]
    )


def may(viewer: Viewer, action: Action, thing: Thing | None = None) -> bool:
    """Whether the viewer may do this with a thing; without one, whether there can be anything that
    her posts let her do it with.
    """
    if thing is None:
        return action in held(viewer.posts)
    return any(
        gives(post, relation, action, protected=thing.protected)
        for post in (ITSELF, *viewer.posts)
        for relation in relations(viewer, post, thing)
    )


def check(viewer: Viewer, action: Action, thing: Thing | None = None) -> None:
    """Raises NotFound unless the viewer may: whoever may not does not learn that it is there."""
    if not may(viewer, action, thing):
        raise NotFound(action)


def is_of_all(post: Post) -> bool:
    """Whether a post is for no unit alone. An administrator's never is."""
    return post.unit_id is None or post.role is Role.ADMINISTRATOR
