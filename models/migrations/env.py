"""Alembic's entry: runs on the engine that models.database made, so on its driver only."""

from alembic import context

from models.database import engine
from models.migrations import described
from models.tables import metadata


def run() -> None:
    with engine().connect().execution_options(write=True) as connection:
        # Batch mode copies tables and would lose the triggers of event: never for those.
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=False,
            include_name=described,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
