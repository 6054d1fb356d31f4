"""Migrations: the schema's history, numbered and linear. The web process never imports this."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from models.database import engine, transaction
from models.errors import Refusal

HERE = Path(__file__).parent


def config() -> Config:
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("path_separator", "os")
    return made


def migrate() -> None:
    """Bring the configured database to the newest schema. Running it again does nothing."""
    command.upgrade(config(), "head")


def head() -> str:
    """The newest revision that this code knows."""
    newest = ScriptDirectory.from_config(config()).get_current_head()
    if newest is None:
        raise Refusal("no migrations")
    return newest


def present() -> str | None:
    """The revision the database is at, or None for an empty one."""
    with engine().connect() as connection:
        if not engine().dialect.has_table(connection, "alembic_version"):
            return None
    with transaction(write=False) as session:
        return session.execute(text("SELECT version_num FROM alembic_version")).scalar()
