"""`python -m web COMMAND`: everything an operator runs."""

import importlib
import sys

import click

from models.settings import SettingsRefused

COMMANDS = {
    "serve": "serve",
    "worker": "worker",
    "scheduler": "scheduler",
    "migrate": "migrate",
    "demo": "demo",
    "import": "load",
    "import-discussions": "import_discussions",
    "import-statements": "import_statements",
    "verify": "verify",
    "reconcile": "reconcile",
    "recount": "recount",
    "promote": "promote",
    "reset-factor": "reset_factor",
    "profile": "profile",
    "backup": "backup",
    "restore": "restore",
    "hold": "hold",
    "resume": "resume",
    "bounces": "bounces",
    "letter": "letter",
    "dispose": "dispose",
    "rehearse": "rehearse",
    "doctor": "doctor",
    "screen": "screen",
    "sms-inbox": "sms_inbox",
}
"""Name to module of web.commands; loaded only when called, so that each command starts light."""


class Commands(click.Group):
    """Finds a command in its own module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        module = COMMANDS.get(name)
        if module is None:
            return None
        found = getattr(importlib.import_module(f"web.commands.{module}"), module)
        return found if isinstance(found, click.Command) else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """The town square: serve it, keep it, look after it."""


if __name__ == "__main__":
    try:
        main(prog_name="python -m web")
    except SettingsRefused as refused:
        for problem in refused.problems:
            click.echo(problem, err=True)
        sys.exit(2)
