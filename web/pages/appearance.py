"""Appearance: the whole site as a draft, tried by administrators before anybody else sees it."""

from io import BytesIO
from typing import Any

from models import profile, reconfiguring
from models.configuration import changing, draft, parts, trial
from models.configuration.draft import Draft
from models.errors import Invalid, NotFound
from templates import colour
from web import dressing
from web.answers import Answer, Go, Plain, Sheet, Shown
from web.configuration import appearance, doing
from web.configuration.telling import told
from web.pages.setting_pages import follow, known, theirs
from web.static_files import FOLDER
from web.visit import Visit

HOME = dressing.HOME
GROUNDS = {"light": colour.WHITE, "dark": colour.DARK_PAGE}


def show(visit: Visit) -> Answer:
    """The draft, or what is in force where there is none, with its contrast beside the colour."""
    data = parts.plain(reconfiguring.present(visit.session))
    found = draft.read(visit.session)
    worn = dressing.of(visit.session)
    drawn = found.edit(data) if found and worn else data
    now = appearance.shown(drawn)
    wanted = changing.propose(visit.session, found.edit) if found and worn else None
    return Shown(
        "admin/appearance.html",
        {
            "fields": appearance.ROOM.fields,
            "values": {
                **(visit.values or now),
                "draft": found.version if found else 0,
                "known": profile.version(visit.session),
            },
            "contrasts": contrasts(drawn["site"]["colour"]),
            "has_logo": bool(drawn[parts.MARKS]),
            "theirs": theirs(visit, now),
            "differences": told(wanted.differences, drawn, visit.language) if wanted else [],
            "consequences": follow(visit, wanted) if wanted else [],
            "drafted": found is not None,
            "lost": found is not None and worn is None,
            "sent": [one for one in ("email", "sms") if one in visit.query.get("sent", "")],
            "tried": visit.cookies.get(dressing.COOKIE) == dressing.ON.value,
            "errors": visit.errors,
        },
    )


def contrasts(chosen: str) -> list[dict[str, Any]]:
    """By day and at night: the value that is used of a colour, whether it is the chosen one, and
    its contrast to the page and to the words on it (WCAG 2.2, 1.4.3: at least 4.5).
    """
    found = []
    for mode, used, words in zip(
        GROUNDS, colour.readable(chosen), (colour.WHITE, colour.ON_BRAND_DARK), strict=True
    ):
        found.append(
            {
                "mode": mode,
                "used": used,
                "same": used == chosen.upper(),
                "page": round(colour.contrast(used, GROUNDS[mode]), 1),
                "words": round(colour.contrast(used, words), 1),
            }
        )
    return found


def save(visit: Visit) -> Answer:
    """Draw it so. Nobody sees it but administrators who ask to."""
    found = draft.read(visit.session)
    base = parts.plain(reconfiguring.present(visit.session))
    edit = appearance.edit(visit.values, found.edit(base) if found else base)
    wanted = _proposed(visit, edit)
    draft.save(visit.session, wanted.differences, known=_known(visit))
    return Go(HOME)


def _proposed(visit: Visit, edit: changing.Edit) -> changing.Proposed:
    """A draft may differ in nothing: then there is none."""
    try:
        return doing.proposed(visit, edit, appearance.field_of)
    except Invalid as error:
        if error.code != "nothing_changed":
            raise
        return changing.propose(visit.session, edit)


def try_on(visit: Visit) -> Answer:
    """Show this browser the whole site in the draft, from now on."""
    return Go("/", cookies=(dressing.ON,))


def take_off(visit: Visit) -> Answer:
    """Show it as everybody sees it."""
    return Go(HOME, cookies=(dressing.OFF,))


def use(visit: Visit) -> Answer:
    """Put the draft in force: everybody sees it from now on."""
    found = _draft(visit)
    number = doing.made(
        visit,
        found.edit,
        appearance.field_of,
        room=appearance.ROOM.code,
        known=known(visit),
        within=[one.path for one in found.differences],
    )
    draft.drop(visit.session, known=_known(visit))
    return Go(f"/admin/changes/{number}", cookies=(dressing.OFF,))


def withdraw(visit: Visit) -> Answer:
    """Throw the draft away."""
    draft.drop(visit.session, known=_known(visit))
    return Go(HOME, cookies=(dressing.OFF,))


def send(visit: Visit) -> Answer:
    """Write to herself, as the draft would."""
    _draft(visit)
    sent = trial.post(visit.session, visit.viewer.person_id or 0)
    return Go(f"{HOME}?sent={'-'.join(sent)}")


def stylesheet(visit: Visit) -> Answer:
    """The style sheet in the colours of the draft."""
    css = (FOLDER / "site.css").read_text("utf-8")
    return Plain(colour.stylesheet(css, _worn(visit).site.colour), media="text/css")


def logo(visit: Visit) -> Answer:
    """A logo of the draft."""
    worn, mode = _worn(visit), visit.params["mode"]
    if mode not in worn.marks:
        raise NotFound(mode)
    found = worn.marks[mode]
    return Sheet(
        BytesIO(found.content),
        f"{found.media}; charset=utf-8" if found.media.endswith("xml") else found.media,
        len(found.content),
        f"{worn.mark}-{mode}",
        name="",
        public=False,
    )


def _worn(visit: Visit) -> dressing.Dressing:
    found = dressing.of(visit.session)
    if found is None:
        raise NotFound(HOME)
    return found


def _draft(visit: Visit) -> Draft:
    found = draft.read(visit.session)
    if found is None:
        raise NotFound(HOME)
    return found


def _known(visit: Visit) -> int:
    """The wording of the draft that whoever typed had seen; 0 for none."""
    given = visit.values.get("draft", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0
