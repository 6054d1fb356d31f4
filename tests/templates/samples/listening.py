"""On the spot: the form, what stands there when it is closed, what was said, and the poster."""

from datetime import date
from types import SimpleNamespace as Thing

from tests.templates.samples.dialogues import HEAD
from tests.templates.samples.screened import SCREENED
from tests.templates.samples.talking import COMING, OVER, PHASE
from tests.templates.samples.town import NOW, wrong

FORM = {
    "dialogue": HEAD,
    "phase": PHASE,
    "longest": 2000,
    "screened": None,
    "at_once": False,
    "wait": None,
    "values": {"form_key": "a" * 32},
    "errors": [],
}
CLOSED = {"dialogue": HEAD, "phase": OVER, "panel": False, "locked": False, "typed": "Bänkar."}
POSTER = {
    "dialogue": HEAD | {"version": 1, "status": "open"},
    "short": "example.org/h/",
    "code": {"size": 33, "path": "M0 0h1v1h-1z"},
    "panel": False,
    "until": date(2026, 12, 9),
    "said": 12,
}
ONE = Thing(number=7, created_at=NOW, html="<p>Fler bänkar.</p>")


def listening() -> list[tuple[str, str, dict[str, object]]]:
    here, staff = "dialogues/here/", "casework/dialogues/here/"
    refused = {"errors": [wrong("text", "missing")], "screened": SCREENED, "at_once": True}
    thanks = {"dialogue": HEAD, "at_once": False, "wait": None}
    none: dict[str, object] = {"dialogue": HEAD, "rows": [], "next_url": "", "first_url": ""}
    return [
        (f"{here}show.html", "on the spot", FORM),
        (f"{here}show.html", "on the spot, refused", FORM | refused),
        (f"{here}closed.html", "on the spot, over", CLOSED),
        (f"{here}closed.html", "on the spot, later", CLOSED | {"phase": COMING, "typed": ""}),
        (f"{here}closed.html", "on the spot, nothing", CLOSED | {"phase": None}),
        (f"{here}closed.html", "on the spot, locked", CLOSED | {"locked": True}),
        (f"{here}closed.html", "on the spot, a panel", CLOSED | {"panel": True}),
        (f"{here}thanks.html", "said on the spot", thanks),
        (f"{here}thanks.html", "said on the spot, shown", thanks | {"at_once": True}),
        (f"{here}said.html", "nothing said on the spot", none),
        (f"{here}said.html", "said by many", none | {"rows": [ONE], "next_url": "?after=7"}),
        (f"{staff}poster.html", "a poster", POSTER),
        (f"{staff}poster.html", "a poster of a panel", POSTER | {"panel": True, "said": 1}),
        (f"{staff}poster.html", "a poster too late", POSTER | {"until": None}),
    ]
