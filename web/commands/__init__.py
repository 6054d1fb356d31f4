"""What an operator runs: one click command per module, gathered by web/__main__."""

# A command may touch few tables, but a row can be written only where its neighbours are known.
from models import tables

__all__ = ["tables"]
