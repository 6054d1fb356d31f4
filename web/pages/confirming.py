"""The page behind the link of a letter: one button. Reading it changes nothing, pressing does."""

from typing import Any

from models import confirmed, confirming, following, helping, keys, support_rules
from models.comment import Comment
from models.dialogue.kinds import Section, thing_of
from models.errors import Gone, NotFound
from models.states import Kind
from models.submission import take
from models.subscription import Subscription
from models.token import Purpose, Token
from web.answers import Answer, Cookie, Go, Shown
from web.pages import taking_over, waiting_texts
from web.pages.over import over
from web.pages.subscriptions_told import told
from web.visit import Visit

PRESSED = "pressed"
"""The cookie of a browser that pressed a button, below that button's own address."""
HALF_AN_HOUR = 1800


def show(visit: Visit) -> Answer:
    """Ask for the press; thank again the browser that has just pressed (ST-25)."""
    button = confirming.button(visit.session, visit.params["token"])
    if button.used_at is not None:
        return _used(visit, button)
    if confirming.is_late(button):
        return over(Gone("expired"), again=_again(visit, button))
    return _page(visit, button, done=False)


def press(visit: Visit) -> Answer:
    """Press, and say what now holds."""
    button = confirming.button(visit.session, visit.params["token"])
    offered, watched = _offers(visit, button), visit.site.reviewing.support
    if button.purpose is Purpose.SUPPORT:
        support_rules.check(watched, network=visit.network)
    try:
        network = support_rules.trace(watched, visit.network)
        button = confirming.press(visit.session, visit.params["token"], network=network)
    except Gone as gone:
        button = confirming.button(visit.session, visit.params["token"])
        if button.used_at is not None:
            return _used(visit, button)
        return over(gone, again=_again(visit, button))
    if offered:
        return taking_over.taken(confirming.case_of(visit.session, button))
    return _page(visit, button, done=True, cookies=(_pressed(visit, button),))


def _offers(visit: Visit, button: Token) -> bool:
    """Whether it gives her a case that somebody else handed in for her."""
    return helping.offers(visit.session, button)


def own_case(visit: Visit) -> Answer:
    """Whoever is signed in at the address of a case says on its page that it is hers."""
    submission = take(visit.session, visit.params["reference"])
    if submission.contact_id not in visit.contacts:
        raise NotFound
    confirmed.by_sender(visit.session, submission, by=visit.acting())
    return Go(f"/submissions/{submission.reference}")


def _page(visit: Visit, button: Token, *, done: bool, cookies: tuple[Cookie, ...] = ()) -> Shown:
    case = confirming.subject(visit.session, button)
    followed = _followed(visit, button)
    return Shown(
        "confirm.html",
        {
            "thing": _thing(visit, button),
            "purpose": helping.OFFER if _offers(visit, button) else button.purpose.value,
            "action": _here(visit),
            "title": followed["title"] if followed else case.title if case else "",
            "reference": case.reference if case else "",
            "topic": followed["topic"] if followed else "",
            "done": done,
            **_waits(visit, button, done=done),
        },
        kept=True,
        cookies=cookies,
    )


def _thing(visit: Visit, button: Token) -> str:
    """What was written below a case, as its page calls it; a comment where nothing was."""
    made = visit.session.get(Comment, button.comment_id) if button.comment_id else None
    return thing_of(made.section if made is not None else Section.TALK)


def _waits(visit: Visit, button: Token, *, done: bool) -> dict[str, Any]:
    """What becomes of her text when the button is pressed: it is shown, or waits in some place."""
    if done and button.comment_id is not None:
        return waiting_texts.of_new_comment(visit, button.comment_id)
    if button.purpose is Purpose.COMMENT:
        return waiting_texts.of_asked_comment(visit, button.submission_id)
    if done and button.purpose is Purpose.SUBMISSION and not _offers(visit, button):
        return waiting_texts.of_new_case(visit, button.submission_id)
    return waiting_texts.NOTHING


def _followed(visit: Visit, button: Token) -> dict[str, Any] | None:
    """What is to be followed, where that is no case."""
    if button.subscription_id is None or button.submission_id is not None:
        return None
    wish = visit.session.get_one(Subscription, button.subscription_id)
    return told(following.described(visit.session, wish), visit.language)


def _used(visit: Visit, button: Token) -> Answer:
    mark = visit.cookies.get(PRESSED, "")
    if confirming.was_just_used(button) and keys.fits(mark, PRESSED, *_named(button)):
        return _page(visit, button, done=True)
    return over(Gone("used"), again="")


def _pressed(visit: Visit, button: Token) -> Cookie:
    mark = keys.key(PRESSED, *_named(button))
    return Cookie(PRESSED, mark, path=_here(visit), seconds=HALF_AN_HOUR)


def _named(button: Token) -> tuple[int, str]:
    return button.id or 0, button.nonce


def _here(visit: Visit) -> str:
    return f"/confirm/{visit.params['token']}"


def _again(visit: Visit, button: Token) -> str:
    """Where a new one is asked for; "" where the case is not public or goes on without.

    Whoever handed a case in gets back to it, and confirms it there, by signing in.
    """
    if button.purpose is Purpose.SUBMISSION:
        return "/find-my-case" if _offers(visit, button) else "/sign-in"
    case = confirming.subject(visit.session, button)
    followed = _followed(visit, button)
    if followed is not None:
        chosen = followed["url"].partition("?")[2]
        return f"/subscriptions/new?{chosen}" if chosen else "/subscriptions/new"
    if case is None:
        return ""
    if case.kind is Kind.DIALOGUE and button.purpose is Purpose.COMMENT:
        # Its page knows what can be written in it now, and where.
        return f"/submissions/{case.reference}"
    return {
        Purpose.SUBSCRIPTION: f"/subscriptions/new?submission={case.reference}",
        Purpose.SUPPORT: f"/submissions/{case.reference}/votes/new",
        Purpose.COMMENT: f"/submissions/{case.reference}/comments/new",
    }.get(button.purpose, "")
