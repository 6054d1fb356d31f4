"""My work: where staff begin, with how much waits in each room."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from models.desk import groups, whose
from models.desk.groups import MANY, Group
from models.desk.whose import Whose
from models.dialogue import actions, attention
from models.frequent import listing as listing_of_questions
from models.meeting import listing
from models.second_person import second_person
from moderation import appeal_list, counting
from web.answers import Answer, Shown
from web.entry import Allow, auditors, moderators, officials, registrars, secretaries, staff
from web.pages.second_opinions import about_texts
from web.visit import Visit

Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class Room:
    """One place of work: its code, its address, who may enter, and what waits there, by code."""

    code: str
    address: str
    allow: Allow
    waiting: Callable[[Visit], Counts]
    needs: str = ""
    """A module of the profile without which it is not there."""
    only_waiting: bool = False
    """Whether it is there only while something waits in it."""


def _to_review(visit: Visit) -> Counts:
    return [("waiting", counting.counts(visit.session, visit.viewer).waiting)]


def _to_look_at_again(visit: Visit) -> Counts:
    waiting, late = appeal_list.count(visit.session, visit.viewer)
    return [("again", waiting), ("again_late", late)]


def _to_agree(visit: Visit) -> Counts:
    """What colleagues propose that takes two, for the desk and for whom the profile names."""
    person = visit.viewer.person_id
    if not moderators.admits(visit.viewer) and person != second_person(visit.session):
        return []
    return [("two", sum(one.asked_by != person for one in about_texts(visit.session)))]


def _to_handle(visit: Visit) -> Counts:
    """Of her unit, or of all; as the list that the link opens."""
    session, desk = visit.session, whose.desk_of(visit.viewer)
    only = whose.only(session, desk.chosen(""), desk)
    return [
        ("appeals", groups.count(session, Group.APPEALS, whose.only(session, Whose.ALL, desk))),
        *((one.value, groups.count(session, one, only)) for one in (Group.LATE, Group.TODAY)),
    ]


def _to_look_over(visit: Visit) -> Counts:
    return [("questions", listing_of_questions.count_due(visit.session, visit.viewer))]


def _to_meet(visit: Visit) -> Counts:
    return [("meetings", len(listing.unfinished(visit.session)))]


def _to_lead(visit: Visit) -> Counts:
    needs = attention.needs(visit.session, visit.viewer)
    late = actions.late(visit.session, visit.viewer)
    return [
        ("untold", needs.late),
        ("unready", needs.unready),
        ("closing", needs.closing),
        ("actions", late),
    ]


ROOMS = (
    Room("review", "/desk", moderators, _to_review),
    Room("again", "/desk/appeals", staff, _to_look_at_again, only_waiting=True),
    Room("two", "/second-opinions", staff, _to_agree, only_waiting=True),
    Room("cases", "/casework", officials, _to_handle),
    # Nothing waits there: it is gone to when somebody is on the phone.
    Room("register", "/register", registrars, lambda _visit: []),
    Room("questions", "/casework/questions", officials, _to_look_over),
    Room("dialogues", "/casework/dialogues", officials, _to_lead, needs="dialogues"),
    Room("meetings", "/meetings", secretaries, _to_meet, needs="proposals"),
    # Nothing waits there: it is gone to when something has to be settled.
    Room("settings", "/admin", auditors, lambda _visit: []),
)
"""A new room is a line here and its words in templates/work.html."""


def _open(visit: Visit) -> Iterator[tuple[Room, Counts]]:
    for room in ROOMS:
        if not room.allow.admits(visit.viewer):
            continue
        if room.needs and not getattr(visit.site.modules, room.needs):
            continue
        counts = [(code, count) for code, count in room.waiting(visit) if count]
        if counts or not room.only_waiting:
            yield room, counts


def show(visit: Visit) -> Answer:
    """The rooms that somebody may enter."""
    return Shown(
        "work.html",
        {
            "rooms": [
                {
                    "code": room.code,
                    "address": room.address,
                    "counts": counts,
                }
                for room, counts in _open(visit)
            ],
            "many": MANY,
        },
    )
