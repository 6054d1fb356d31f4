"""From an answer to bytes: the page in the reader's language, with what every page carries."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import templates
from models import permissions
from models.errors import Refusal, TooMany
from models.profile import Site
from models.settings import settings
from models.viewer import NOBODY, Viewer
from templates import colour
from web import town
from web.answers import Answer, Shown
from web.dressing import Dressing

KEPT = ("title", "text", "place", "message", "reason", "explanation", "summary", "reasons")
"""Fields whose words cost somebody an effort: no refusal may lose them."""


def shell(
    *, site: Site, viewer: Viewer, language: str, path: str, public: bool = False
) -> dict[str, Any]:
    """What base.html asks of every page."""
    config = settings()
    return {
        "site": site,
        "me": None
        if viewer.person_id is None
        else {
            "name": viewer.name,
            "is_staff": viewer.is_staff,
            "waits": viewer.waits_for_factor,
            "may": {action.value for action in permissions.held(viewer.posts)},
        },
        "path": path,
        "base_url": config.base_url,
        "canonical": config.base_url + path.partition("?")[0] if public else "",
        "theme": colour.readable(site.colour)[0],
        "logo": town.logo(),
        "worn": None,
        "problem": None,
        "demo": config.demo,
        "delivery": "hold" if town.is_held() else config.delivery,
    }


def page(
    answer: Shown,
    *,
    site: Site,
    viewer: Viewer,
    language: str,
    path: str,
    worn: Dressing | None = None,
) -> str:
    """The finished page. `answer.context` wins over what every page carries. With a draft `worn` it
    is the page as it would be.
    """
    public = bool(answer.stream or answer.lasting)
    site = worn.site if worn else site
    context = shell(site=site, viewer=viewer, language=language, path=path, public=public)
    if worn is None:
        return templates.render(answer.template, language, **(context | answer.context))
    drafted = {"worn": worn, "logo": worn.logo, **answer.context}
    return templates.render_draft(answer.template, language, site.own_words, **(context | drafted))


def refused(refusal: Refusal) -> dict[str, Any]:
    """A refusal as templates/_refused.html and problem.html word it."""
    return {
        "status": refusal.status,
        "code": getattr(refusal, "code", ""),
        "who": getattr(refusal, "who", None) or "",
        "when": getattr(refusal, "when", None),
        "what": getattr(refusal, "what", ""),
        "wait": refusal.wait if isinstance(refusal, TooMany) else 0,
        "rule": getattr(refusal, "rule", None),
        "values": getattr(refusal, "values", {}),
    }


def again(answer: Answer, problem: Refusal | None, status: int) -> Answer:
    """The page shown again, saying above it why: for a refusal that is of no single field. A page
    that says it itself has a `problem` of its own.
    """
    if not isinstance(answer, Shown):
        return answer
    told = refused(problem) if problem else None
    return replace(answer, status=status, context={"problem": told, **answer.context})


def problem(
    status: int, refusal: Refusal | None = None, typed: Mapping[str, str] | None = None
) -> Shown:
    """The page for a refusal that no form can show itself, with what was typed."""
    return Shown(
        "problem.html",
        {
            **refused(refusal or Refusal()),
            "status": status,
            "kept": [(name, text) for name, text in (typed or {}).items() if name in KEPT and text],
            "back": "",
            "again": "",
            "renewal": "",
        },
        status=status,
    )


def failure(
    status: int,
    *,
    site: Site,
    language: str,
    path: str,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
) -> str:
    """A problem page as a stranger sees it: nothing on it depends on who asks."""
    shown = problem(status, refusal, typed)
    return page(shown, site=site, viewer=NOBODY, language=language, path=path)
