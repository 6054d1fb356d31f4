"""Jinja2, one environment for each language."""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from templates import calendars, dates, hours
from templates.catalogue import translations
from templates.configuration import static

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")
DEFAULT_LANGUAGE = "sv"


def _is_markup(name: str | None) -> bool:
    """Plain text parts of letters must not be escaped; everything else must."""
    return name is None or not name.endswith((".txt", ".ics"))


def tel(number: str) -> str:
    """The address behind a phone number: a number without a country is Swedish."""
    digits = "".join(sign for sign in number if sign in "+0123456789")
    return "tel:" + (f"+46{digits[1:]}" if digits.startswith("0") else digits)


class _Constant(NodeTransformer):
    """Turns every translation without a variable into the words themselves."""

    def __init__(self, gettext: Callable[[str], str]) -> None:
        self._gettext = gettext

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802  # Jinja's name
        asks = isinstance(node.node, nodes.Name) and node.node.name in {"_", "gettext"}
        if asks and len(node.args) == 1 and not (node.kwargs or node.dyn_args or node.dyn_kwargs):
            said = node.args[0]
            if isinstance(said, nodes.Const) and isinstance(said.value, str):
                words = nodes.Const(self._gettext(said.value) % {}, lineno=node.lineno)
                return nodes.MarkSafeIfAutoescape(words, lineno=node.lineno)
        return self.generic_visit(node)


class _OneLanguage(Environment):
    """An environment of one language, so what has no variable is translated when it is compiled.

    Looking up the same fifty sentences for every reader was a third of the cost of a page.
    """

    words: NullTranslations

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Constant(self.words.gettext).visit(
            super()._parse(source, name, filename)
        )
        return tree


_own: dict[str, Mapping[str, str]] = {}


def reword(own: Mapping[str, Mapping[str, str]]) -> None:
    """From now on these sentences, by language and msgid, stand instead of ours."""
    wanted = {language: words for language, words in own.items() if words}
    if wanted != _own:
        _own.clear()
        _own.update(wanted)
        # What has no variable was put into the templates when they were compiled.
        _environment.cache_clear()


@cache
def _environment(language: str) -> Environment:
    return _made(language, _own.get(language))


@lru_cache(maxsize=4)
def _drafted(language: str, own: frozenset[tuple[str, str]]) -> Environment:
    return _made(language, dict(own))


def _made(language: str, own: Mapping[str, str] | None) -> Environment:
    made = _OneLanguage(
        loader=FileSystemLoader(FOLDER),
        autoescape=_is_markup,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    made.policies["ext.i18n.trimmed"] = True
    made.words = translations(language, own=own)
    # The i18n extension adds this method at run time, where no type checker sees it.
    made.install_gettext_translations(made.words, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(lang=language, static=static)
    made.filters.update(
        date=partial(dates.long_date, language=language),
        month=partial(dates.month_words, language=language),
        weekdate=partial(dates.week_date, language=language),
        clock=partial(dates.clock_time, language=language),
        moment=partial(dates.moment_words, language=language),
        stamp=partial(dates.stamp, language=language),
        number=partial(dates.number, language=language),
        percent=partial(dates.percent, language=language),
        hours=partial(hours.week, language=language),
        spans=partial(hours.spans, language=language),
        iso=dates.iso,
        ical=calendars.text,
        ical_day=calendars.day,
        ical_stamp=calendars.stamp,
        folded=calendars.folded,
        tel=tel,
    )
    made.tests["past"] = dates.is_past
    made.tests["today"] = dates.is_today
    made.tests["a_day"] = dates.is_a_day
    return made


def environment(language: str) -> Environment:
    """The environment of a language; Swedish for a language we do not speak."""
    return _environment(language if language in LANGUAGES else DEFAULT_LANGUAGE)


def render(name: str, language: str, /, **context: Any) -> str:
    """A whole page, letter or feed. A variable missing from the context is an error."""
    return environment(language).get_template(name).render(context)


def render_draft(
    name: str, language: str, own: Mapping[str, Mapping[str, str]], /, **context: Any
) -> str:
    """A whole page in words that a town thinks of taking: nobody else reads them."""
    if language not in LANGUAGES:
        language = DEFAULT_LANGUAGE
    made = _drafted(language, frozenset(own.get(language, {}).items()))
    return made.get_template(name).render(context)


def fragment(name: str, language: str, /, **context: Any) -> Markup:
    """A part of a page, to be handed to the page's own template as it is."""
    return Markup(render(name, language, **context))  # noqa: S704  # our own, escaped output
