"""Tables as CSV for spreadsheets, in which nothing that somebody wrote becomes a formula (T26).

The one writer of every CSV of the site. UTF-8 with the mark that Excel wants, commas, CRLF
(RFC 4180); names of columns are codes that never change with the language, as programs read them.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

MARK = "\ufeff"
"""Without it spreadsheets take UTF-8 for something older, and å for two signs."""

_ENDS = re.compile(r"([;,\t\r\n|])")
"""What one of the many programs takes for the end of a cell."""
_FORMULA = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a formula begins with (OWASP, CSV injection), the full-width signs too."""
_LEADS = frozenset("\t\r|")
"""What no cell may begin with either."""


def csv_of(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """The file: `names`, then a line for each row. Text is made harmless; None is an empty cell,
    whole numbers stay numbers, and yes or no is `true` or `false`.
    """
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return MARK + made.getvalue()


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value
    return harmless(str(value))


def harmless(text: str) -> str:
    """The text with an apostrophe before whatever a spreadsheet could take for a formula: at its
    start, and behind whatever could end a cell.
    """
    made = "".join(_piece(piece) for piece in _ENDS.split(text))
    return f"'{made}" if made.lstrip(" ")[:1] in _LEADS else made


def _piece(piece: str) -> str:
    said = piece.lstrip()
    return f"{piece[: len(piece) - len(said)]}'{said}" if said[:1] in _FORMULA else piece
