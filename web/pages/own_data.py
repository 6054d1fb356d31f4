"""What we have about her: said on a page, and fetched as a file by a link that works once."""

from functools import partial

from models import downloading, own_record
from models.errors import Gone
from web.answers import Answer, Bundle, Go, Shown
from web.own_archive import make as archive
from web.pages.over import over
from web.pages.own_entrance import stale, stranger, who
from web.visit import Visit

HERE = "/me/data"
ZIP = "application/zip"


def show(visit: Visit) -> Answer:
    """How much of what, and what for."""
    led = stranger(visit, HERE)
    if led is not None:
        return led
    whose = own_record.of(visit.session, who(visit))
    counts = own_record.counts(visit.session, whose)
    ready = downloading.standing(visit.session, who(visit))
    return Shown(
        "own/data.html",
        {
            "parts": [(part.name, counts[part.name]) for part in own_record.PARTS],
            "ready": f"/downloads/{downloading.secret(ready)}" if ready is not None else "",
        },
    )


def create(visit: Visit) -> Answer:
    """Make a link, for whoever has just shown that it is her."""
    led = stale(visit, HERE)
    return led or Go(f"/downloads/{downloading.make(visit.session, who(visit))}")


def download(visit: Visit) -> Answer:
    """The button that fetches the file: no scanner of mail takes it away from her (T12)."""
    try:
        downloading.find(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return over(gone, again=HERE)
    return Shown("own/download.html", {"action": visit.path.partition("?")[0]}, kept=True)


def fetch(visit: Visit) -> Answer:
    """The file itself, once."""
    try:
        downloading.use(visit.session, visit.params["token"], visit.viewer)
    except Gone as gone:
        return over(gone, again=HERE)
    make = partial(archive, who(visit), visit.site.site_name, visit.language)
    return Bundle(make, ZIP, "mina-uppgifter.zip" if visit.language == "sv" else "my-details.zip")
