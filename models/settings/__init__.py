"""Settings: what an operator may choose, from the environment, all with the prefix TORGET_.

Nothing here has a usable default for a secret: outside demo mode a missing or weak one is
refused, because a town whose links can be forged is worse than a town that does not start.
"""

import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from models.settings.fields import Settings
from models.settings.pieces import PREFIX
from models.settings.providers import MailServer

__all__ = ["MailServer", "Settings", "SettingsRefused", "made_up", "settings", "use"]


class SettingsRefused(Exception):
    """The environment does not make a town. `problems` are sentences for the operator."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


_settings: Settings | None = None


def settings() -> Settings:
    """This process's settings, read once. SettingsRefused when they do not hold together."""
    global _settings
    if _settings is None:
        _settings = _from_environment()
    return _settings


def made_up(data: Path) -> Settings:
    """Those of a town of nobody's in the folder `data`: on this machine, with a secret of its own.

    What the environment says besides holds there, too. Raises as `settings`.
    """
    return _from_environment(demo=True, host="127.0.0.1", data=data)


def use(chosen: Settings | None) -> Settings | None:
    """Put these settings in place, and return those that were; None reads the environment anew at
    the next use.
    """
    global _settings
    before, _settings = _settings, chosen
    return before


def _from_environment(**given: Any) -> Settings:
    try:
        found = Settings(**given)
    except ValidationError as error:
        raise SettingsRefused(map(_sentence, error.errors(include_url=False))) from None
    except OSError as error:
        raise SettingsRefused([f"{error.filename}: {error.strerror}"]) from None
    if found.secret_key:
        return found
    return found.model_copy(update={"secret_key": _demo_key(found.data)})


def _sentence(error: Any) -> str:
    said = error["msg"].removeprefix("Value error, ")
    return f"{PREFIX}{str(error['loc'][0]).upper()}: {said}" if error["loc"] else said


def _demo_key(data: Path) -> str:
    """A demo's own key, kept in its data folder. Several processes may start at once: one wins."""
    kept = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    mine = data / f".secret-key-{secrets.token_hex(8)}"
    mine.touch(mode=0o600)
    mine.write_text(secrets.token_urlsafe(48), "ascii")
    try:
        # A link either appears whole or not at all, unlike a file being written.
        os.link(mine, kept)
    except FileExistsError:
        pass
    finally:
        mine.unlink()
    return kept.read_text("ascii")
