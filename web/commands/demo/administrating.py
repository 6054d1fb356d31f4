"""What the administrator of a demonstration does: invite, and look after who may see what."""

from models import access_log, inviting
from models.access_log import Seen, What
from models.actor import Actor, Role
from models.calendar import MINUTE, at, now, today
from models.viewer import Viewer
from web.commands.demo import days
from web.commands.demo.town import Town

WHOM, ADDRESS = "Tove", "tove@example.org"


def administrate(town: Town) -> None:
    """What the log holds of an ordinary day; and an invitation to the parks, for some months."""
    ada = town.people["Ada"]
    looks = (
        (town.people["Olga"], Role.OFFICIAL, Seen(What.SEARCH)),
        (town.people["Marek"], Role.MODERATOR, Seen(What.ITEM, submission_id=1)),
        (ada, Role.ADMINISTRATOR, Seen(What.PERSON, person_id=town.people["Per"])),
    )
    for left, (whose, role, seen) in zip((3, 2, 1), looks, strict=True):
        with at(now() - left * 20 * MINUTE):
            access_log.look(town.session, Viewer(whose, roles=frozenset({role})), seen)
    inviting.invite(
        town.session,
        ADDRESS,
        by=Actor(Role.ADMINISTRATOR, ada),
        name=WHOM,
        role=Role.OFFICIAL,
        unit_id=town.unit("parks"),
        until=days.after(today(), 60),
    )
