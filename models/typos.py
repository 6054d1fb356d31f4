"""Slips of the finger in the domain of an e-mail address (spec ST-25)."""

# Where most addresses are, the likeliest first. One slip away from these is asked about; shorter
# domains are left out, because half of what is one slip away from them exists.
COMMON = (
    *("gmail.com", "hotmail.com", "outlook.com", "icloud.com", "telia.com", "hotmail.se"),
    *("yahoo.com", "yahoo.se", "comhem.se", "bredband.net", "bahnhof.se", "tele2.se", "spray.se"),
    *("outlook.se", "googlemail.com", "protonmail.com", "swipnet.se"),
)
# Real providers which are only one letter from another: never asked about.
_ALSO_REAL = frozenset(
    {
        *("mail.com", "email.com", "ymail.com", "fmail.com", "tmail.com", "tele2.ee"),
        *("hotmail.de", "hotmail.fr", "hotmail.it", "hotmail.no", "hotmail.dk", "hotmail.es"),
        *("outlook.de", "outlook.es", "outlook.dk", "yahoo.de", "yahoo.es", "yahoo.no"),
        "yahoo.dk",
    }
)
# Names whose ending is mistaken; further off than one slip.
_MISTAKEN = {
    "gmail.se": "gmail.com",
    "icloud.se": "icloud.com",
    "telia.se": "telia.com",
    "bredband.se": "bredband.net",
}


def email_suggestion(address: str) -> str | None:
    """What a canonical address was perhaps meant to be, for a question and never for a change;
    None where nothing looks wrong.
    """
    local, _, domain = address.rpartition("@")
    if domain in COMMON or domain in _ALSO_REAL:
        return None
    meant = _MISTAKEN.get(domain) or next((c for c in COMMON if _one_slip(domain, c)), None)
    return f"{local}@{meant}" if meant else None


def _one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, added, wrong, or has changed places with the next."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(meant)) and typed[start] == meant[start]:
        start += 1
    left, right = typed[start:], meant[start:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[:2] == right[1::-1] and left[2:] == right[2:])
    )
