"""Where to go on to: only pages of our own (spec T30)."""

import re

LONGEST = 300
# One slash and then no second one, nor a backslash, which browsers read as one.
_OWN = re.compile(r"/(?![/\\])[A-Za-z0-9/_.~%?=&,;:@!$'()*+#-]*")


def own_page(given: str) -> str:
    """The address when it is a path of this site, else "": nobody is led away from here."""
    return given if len(given) <= LONGEST and _OWN.fullmatch(given) else ""
