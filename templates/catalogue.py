"""The words of one language, read from templates/locale/<language>/*.po.

There are no compiled .mo files: they would be a second truth beside the .po files.
"""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"


def translations(language: str, folder: Path = LOCALES) -> NullTranslations:
    """All areas of a language in one; where a language has no files the msgids are its words."""
    files = sorted((folder / language).glob("*.po"))
    if not files:
        return NullTranslations()
    # Babel is imported at the first page, not at start: web.app must start light.
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language, charset="utf-8")
    for path in files:
        with path.open("rb") as lines:
            for message in read_po(lines, locale=language):
                if message.id:
                    whole.add(message.id, message.string, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, whole)
    compiled.seek(0)
    return GNUTranslations(compiled)
