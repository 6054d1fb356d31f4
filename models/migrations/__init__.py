"""Migrations: the schema's history, numbered and linear. The web process never imports this."""

from pathlib import Path

from alembic import command
from alembic.config import Config

HERE = Path(__file__).parent


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("path_separator", "os")
    return made


def migrate() -> None:
    """Bring the configured database to the newest schema. Running it again does nothing."""
    command.upgrade(config(), "head")
