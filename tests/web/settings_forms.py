"""Forms of the settings as a browser would send them."""

import re
from html import unescape

from web.configuration import sentences

PLACES = {
    "/admin/settings/{room}/rows/": {"room": "subjects", "key": "roads"},
    "/admin/settings/": {"room": "contact"},
    "/admin/words/": {"key": sentences.key_of("Search")},
    "/admin/changes/": {"version": "1"},
    "/admin/appearance/logos/": {"mode": "light"},
}
"""By the beginning of a route, what stands for its parameters."""

_TEXT = re.compile(r'<textarea[^>]* name="([^"]+)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)
_LIST = re.compile(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', re.DOTALL)
_FORM = re.compile(r'<form class="form".*?</form>', re.DOTALL)


def typed(page) -> dict[str, str]:
    """What a browser would send of the form of a page as it stands."""
    (form,) = _FORM.findall(page.text)
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        if 'type="file"' not in tag and ('type="checkbox"' not in tag or " checked" in tag):
            name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
            found[name[1]] = unescape(value[1])
    found |= {name: unescape(text) for name, text in _TEXT.findall(form)}
    for name, inner in _LIST.findall(form):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        found[name] = unescape(chosen[1]) if chosen else ""
    return found
