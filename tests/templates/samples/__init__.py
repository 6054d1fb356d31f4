"""Contexts for every page, as web/pages gives them: what each template may ask for, and no more."""

from tests.templates.samples import (
    about,
    admin,
    appealed,
    cases,
    following,
    forms,
    handing_in,
    helped,
    histories,
    judging,
    leaving,
    lists,
    measured,
    meetings,
    openness,
    own,
    participating,
    post,
    promise,
    provided,
    retaining,
    reviewing,
    screened,
    searching,
    staff,
    stepping_up,
    supporting,
    texting,
    verdicts,
    writing,
)
from tests.templates.samples.town import COMMON, NOW, at, wrong

__all__ = ["NOW", "at", "pages", "wrong"]


def pages(language: str) -> list[tuple[str, str, dict[str, object]]]:
    """Template, what it shows, context: every page in every state worth looking at."""
    made = [
        *lists.lists(),
        *searching.lists(),
        *handing_in.steps(),
        *helped.helped(),
        *cases.shows(language),
        *histories.histories(),
        *forms.forms(),
        *following.following(),
        *staff.staff(),
        *judging.judging(),
        *appealed.appealed(),
        *measured.measured(),
        *verdicts.verdicts(),
        *stepping_up.stepping_up(),
        *texting.texts(),
        *meetings.meetings(),
        *openness.openness(),
        *writing.writing(),
        *about.about(),
        *admin.admin(),
        *own.own(language),
        *leaving.leaving(),
        *participating.residents(),
        *post.post(),
        *promise.start_and_promises(),
        *provided.provided(),
        *reviewing.rules(),
        *retaining.retaining(),
        *screened.screened(),
        *supporting.supporting(),
    ]
    return [(name, what, COMMON | {"path": f"/{name}"} | context) for name, what, context in made]
