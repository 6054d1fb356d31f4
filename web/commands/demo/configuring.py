"""What the administrator of a demonstration has changed in the settings, and what she draws."""

from typing import Any

from models.actor import Actor, Role
from models.configuration import changing, draft, parts
from models.configuration.parts import Difference, Path, Plain
from web.commands.demo.town import Town

_HINT: Path = ("categories", "parks", "hint_sv")
_COLOUR: Path = ("site", "colour")


def configure(town: Town) -> None:
    """One change of a subject, and a draft of another colour."""
    ada = Actor(Role.ADMINISTRATOR, town.people["Ada"])
    changing.hold(town.session)
    hint = _of(_HINT, "Gungor, bänkar, träd, papperskorgar, badplatser, hundrastgårdar")
    wanted = changing.propose(town.session, hint)
    changing.make(town.session, wanted, by=ada, room="subjects")
    drawn = changing.propose(town.session, _of(_COLOUR, "#7A3B6B"))
    draft.save(town.session, drawn.differences, known=0)


def _of(path: Path, value: Any) -> changing.Edit:
    def edit(data: Plain) -> Plain:
        known = parts.at(data, path)
        return data if known is None else parts.applied(data, [Difference(path, known, value)])

    return edit
