"""Migrations: the schema's history, numbered and linear. The web process never imports this."""

from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).parent
APART = ("search_entry", "staff_entry")
"""The indexes of words, made of what each database has for it: no tables that metadata knows."""


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("path_separator", "os")
    return made


def described(name: str | None, kind: str, _parents: object) -> bool:
    """Whether something found in the database is for the metadata to describe (`include_name`)."""
    return kind != "table" or not (name or "").startswith(APART)


def migrate() -> None:
    """Bring the configured database to the newest schema. Running it again does nothing."""
    command.upgrade(config(), "head")
