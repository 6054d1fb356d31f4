"""The words of one language, read from templates/locale/<language>/*.po.

There are no compiled .mo files: they would be a second truth beside the .po files.
"""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from jinja2 import Environment, nodes

LOCALES = Path(__file__).parent / "locale"


def translations(
    language: str, folder: Path = LOCALES, own: Mapping[str, str] | None = None
) -> NullTranslations:
    """All areas of a language in one; where a language has no files the msgids are its words.

    `own` are a municipality's words for some of the msgids, which stand instead of ours.
    """
    own = own or {}
    files = sorted((folder / language).glob("*.po"))
    if not files and not own:
        return NullTranslations()
    # Babel is imported at the first page, not at start: web.app must start light.
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language, charset="utf-8")
    for path in files:
        with path.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if message.id and (message.context or message.id not in own):
                    whole.add(message.id, message.string, context=message.context)
    for sentence, words in own.items():
        whole.add(sentence, words)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)


def sentences(folder: Path = LOCALES / "sv") -> frozenset[str]:
    """Every sentence that has one form and no context: what a municipality may say otherwise."""
    from babel.messages.pofile import read_po

    found = set()
    for path in sorted(folder.glob("*.po")):
        with path.open("rb") as lines:
            found |= {
                message.id
                for message in read_po(lines)
                if isinstance(message.id, str) and message.id and not message.context
            }
    return frozenset(found)


@cache
def listed(template: str, name: str) -> tuple[str, ...]:
    """The sentences of a list of codes, such as the reasons of `{% set reasons = {…} %}`, as the
    msgids they are: whatever a municipality says instead of them.
    """
    source = (LOCALES.parent / template).read_text(encoding="utf-8")
    tree = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(source)
    made = next(
        one.node
        for one in tree.find_all(nodes.Assign)
        if isinstance(one.target, nodes.Name) and one.target.name == name
    )
    said = (call.args[0] for call in made.find_all(nodes.Call))
    return tuple(str(one.value) for one in said if isinstance(one, nodes.Const))
