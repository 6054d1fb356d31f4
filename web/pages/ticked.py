"""Several cases that were ticked in a list, as an address or a form carries them."""

from urllib.parse import parse_qs, urlsplit

from web.visit import Visit

FIELD = "case"
MOST = 200


def ticked(visit: Visit) -> list[str]:
    """The numbers of the cases in the address, `?case=2026-00001&case=2026-00002`, each once."""
    asked = parse_qs(urlsplit(visit.path).query)
    return list(dict.fromkeys(asked.get(FIELD, [])))[:MOST]
