"""What somebody with the database's own password could do, to see that the chain tells of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlmodel import Session

from models.database import is_postgres, transaction


@contextmanager
def unguarded() -> Iterator[Session]:
    """A transaction in which the append-only triggers are silent. The town is spoiled by it."""
    with transaction() as session:
        if is_postgres():
            session.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            triggers = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for name in session.scalars(triggers).all():
                session.execute(text(f"DROP TRIGGER {name}"))
        yield session
