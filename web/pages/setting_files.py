"""The whole configuration as one readable file: taken out, and put in as a whole or not at all."""

import re
import tomllib
from collections.abc import Iterable
from functools import partial
from io import BytesIO

from pydantic import ValidationError

from models import profile, reconfiguring
from models.configuration import changes, changing, parts
from models.configuration.changing import Proposed
from models.errors import Invalid
from models.profile_file import Whole, in_one, parse
from web.answers import Answer, Bundle, Go, Shown
from web.configuration import doing
from web.configuration.faults import Fault, of_reading, of_whole
from web.configuration.lines import line_of, lines_of
from web.forms import NotAccepted
from web.pages.setting_pages import AGAIN, known, previewed
from web.visit import Visit

FIELD = "text"
NAME = "profile.toml"
MEDIA = "application/toml; charset=utf-8"
_AT_LINE = re.compile(r"at line (\d+)")


def show(visit: Visit) -> Answer:
    """Where the file is taken out, and where one is put in; or what is wrong with one."""
    return Shown(
        "admin/configuration.html",
        {
            "values": {
                FIELD: visit.values.get(FIELD, ""),
                "known": profile.version(visit.session),
            },
            "errors": visit.errors,
        },
    )


def file(visit: Visit) -> Answer:
    """The configuration in force."""
    written = in_one(reconfiguring.present(visit.session)).encode()
    return Bundle(partial(BytesIO, written), MEDIA, NAME)


def preview(visit: Visit) -> Answer:
    """Every difference, and what would follow."""
    if AGAIN in visit.values:
        return show(visit)
    return previewed(visit, _proposed(visit))


def make(visit: Visit) -> Answer:
    """Put it in force, as a whole."""
    changing.hold(visit.session)
    changing.check_unchanged(visit.session, known(visit), [()])
    wanted = _proposed(visit)
    number = doing.put(visit, wanted, room=changes.FROM_FILE)
    return Go(f"/admin/changes/{number}")


def _proposed(visit: Visit) -> Proposed:
    """What the file comes to. Raises NotAccepted with every wrong line: no half of it is used."""
    text = visit.values.get(FIELD, "")
    whole = _read(text)
    wrong = list(of_whole(whole))
    if wrong:
        raise NotAccepted(_named(text, wrong))
    found = changing.propose(visit.session, lambda _: parts.plain(whole))
    if not found.differences:
        raise Invalid(FIELD, "nothing_changed")
    return found


def _read(text: str) -> Whole:
    if not text.strip():
        raise Invalid(FIELD, "missing")
    try:
        return parse(text)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise Invalid(FIELD, "no_toml", line=int(at[1]) if at else 0) from None
    except ValidationError as error:
        raise NotAccepted(_named(text, of_reading(error))) from None
    except Invalid as error:
        raise Invalid(FIELD, f"logo_{error.code}", **error.values) from None


def _named(text: str, faults: Iterable[Fault]) -> list[Invalid]:
    """Faults of the file, each with its line and its place in it."""
    lines = lines_of(text)
    return [
        Invalid(
            FIELD,
            one.code,
            **{**one.values, "line": line_of(lines, one.path), "place": ".".join(one.path)},
        )
        for one in faults
    ]
