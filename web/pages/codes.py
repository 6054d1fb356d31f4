"""The square code of a case's short address, for what is printed on paper."""

import io
import re
from functools import lru_cache

from models.errors import NotFound
from models.settings import settings
from web.answers import Answer, Plain
from web.visit import Visit

KEPT = 256
_REFERENCE = re.compile(r"\d{4}-\d{5,9}")


def show(visit: Visit) -> Answer:
    """A drawing of the address. Whether there is such a case it neither asks nor tells."""
    reference = visit.params["reference"]
    if not _REFERENCE.fullmatch(reference):
        raise NotFound(reference)
    return Plain(
        _drawn(f"{settings().base_url}/s/{reference}"), media="image/svg+xml; charset=utf-8"
    )


@lru_cache(maxsize=KEPT)
def _drawn(address: str) -> str:
    # Not loaded at start: only paper has one.
    import segno

    drawing = io.BytesIO()
    segno.make_qr(address, error="m").save(drawing, kind="svg", xmldecl=False, border=2, scale=4)
    return drawing.getvalue().decode()
