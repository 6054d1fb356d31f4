"""The part of the site map that is the configuration: its rooms, their rows, the log of changes."""

from web import dressing
from web.configuration.appearance import LOGOS
from web.entry import KIB, Entry, Handler, administrators, get, post
from web.pages import (
    appearance,
    recounting,
    setting_changes,
    setting_files,
    setting_words,
    settings,
    settings_lead,
    settings_rows,
)
from web.pages.reaching import LETTERS

_ROOM = "/admin/settings/{room}"
_ROW = f"{_ROOM}/rows/{{key}}"
_WORD = "/admin/words/{key}"
_FILE = 768 * KIB
"""A configuration with two logos written out in it, and as much room again."""


def _changed(path: str, show: Handler, preview: Handler, make: Handler) -> tuple[Entry, ...]:
    """A form, what would follow of it, and doing it."""
    return (
        get(path, show, allow=administrators),
        post(f"{path}/preview", preview, again=show, allow=administrators, writes=False),
        post(path, make, again=show, allow=administrators),
    )


SETTINGS: tuple[Entry, ...] = (
    *_changed(_ROOM, settings.show, settings.preview, settings.make),
    *_changed(_ROW, settings_rows.show, settings_rows.preview, settings_rows.make),
    post(f"{_ROW}/lead", settings_lead.name, again=settings_rows.show, allow=administrators),
    get("/admin/words", setting_words.index, allow=administrators),
    *_changed(_WORD, setting_words.show, setting_words.preview, setting_words.make),
    get("/admin/changes", setting_changes.index, allow=administrators),
    get("/admin/changes/{version}", setting_changes.show, allow=administrators),
    post(
        "/admin/changes/{version}/undo",
        setting_changes.take_back,
        again=setting_changes.show,
        allow=administrators,
    ),
    get(recounting.HERE, recounting.show, allow=administrators),
    post(recounting.HERE, recounting.create, again=recounting.show, allow=administrators),
    get("/admin/configuration", setting_files.show, allow=administrators),
    get("/admin/configuration/profile.toml", setting_files.file, allow=administrators),
    post(
        "/admin/configuration/preview",
        setting_files.preview,
        again=setting_files.show,
        allow=administrators,
        writes=False,
        body=_FILE,
        texts=(setting_files.FIELD,),
    ),
    post(
        "/admin/configuration",
        setting_files.make,
        again=setting_files.show,
        allow=administrators,
        body=_FILE,
    ),
    get(dressing.HOME, appearance.show, allow=administrators),
    post(
        dressing.HOME,
        appearance.save,
        again=appearance.show,
        allow=administrators,
        body=_FILE,
        texts=(*LOGOS.values(),),
    ),
    post(f"{dressing.HOME}/trial", appearance.try_on, allow=administrators, writes=False),
    post(f"{dressing.HOME}/trial/end", appearance.take_off, allow=administrators, writes=False),
    post(f"{dressing.HOME}/use", appearance.use, again=appearance.show, allow=administrators),
    post(
        f"{dressing.HOME}/withdrawal",
        appearance.withdraw,
        again=appearance.show,
        allow=administrators,
    ),
    post(
        f"{dressing.HOME}/letters",
        appearance.send,
        again=appearance.show,
        allow=administrators,
        limit=LETTERS,
    ),
    get(f"{dressing.HOME}/site.css", appearance.stylesheet, allow=administrators),
    get(f"{dressing.HOME}/logos/{{mode}}", appearance.logo, allow=administrators),
)
