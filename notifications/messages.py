"""From a delivery to the letter that goes: one rendering for all followers who get the same words.

What differs from follower to follower are the addresses of the foot alone. Each is put where a
random placeholder stands in the rendered letter, so ten thousand followers cost one rendering.
"""

import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

import templates
from models.calendar import DAY, MINUTE
from models.profile import site
from models.token import LIFETIME
from notifications import carrying, collected, discreet, links
from notifications.contexts import Context, read
from notifications.due import Due
from notifications.gathering import DIGEST
from notifications.letter import Letter
from notifications.sms.fitting import fitted
from notifications.why import reasons

MOST_KEPT = 32
"""Renderings a worker thread remembers."""

_STOP, _MANAGE = secrets.token_hex(16), secrets.token_hex(16)
_LISTS = {"decisions": "decisions", "subject": "subjects", "unit": "units"}
_ACKNOWLEDGES = frozenset({"receipt", "confirm_contact", "stop_confirmed", "report_received"})


@dataclass(frozen=True)
class Words:
    """A rendered letter. A text message has no subject and no HTML."""

    text: str
    subject: str = ""
    html: str = ""


@dataclass(frozen=True)
class Draft:
    """What a letter will say, read in the transaction that let it go."""

    due: Due
    context: Context
    key: Hashable | None
    """The same for letters of the same words; None for a letter that only one person gets."""
    discreet: bool = False
    """Whether it must not say what it is about (notifications.discreet)."""

    @property
    def kind(self) -> str:
        kind: str = self.due.row.kind
        return discreet.KIND if self.discreet else kind


class Writer:
    """Writes letters, and remembers the last renderings. Each worker thread has its own."""

    def __init__(self) -> None:
        self._contexts: OrderedDict[Hashable, Context] = OrderedDict()
        self._words: OrderedDict[Hashable, Words] = OrderedDict()

    def prepare(self, session: Session, due: Due) -> Draft:
        """Read what is to be said, unless it was read for another follower and nothing changed."""
        if due.left_out is not None:
            carrying.leave_out(session, due.row.id, due.left_out)
        if discreet.is_discreet(due):
            return Draft(due, {"site": site(session), **discreet.said(due)}, None, discreet=True)
        key = _key(due)
        context = self._contexts.get(key) if key is not None else None
        if context is None:
            context = read(session, due)
            _keep(self._contexts, key, context)
        return Draft(due, context, key)

    def write(self, draft: Draft) -> Letter:
        """The letter itself. Outside every transaction: rendering takes its time."""
        words = self._words.get(draft.key) if draft.key is not None else None
        if words is None:
            words = _rendered(draft)
            _keep(self._words, draft.key, words)
        due = draft.due
        row, stop, manage = due.row, links.stop(due), links.manage(due)
        reference = "" if draft.discreet else collected.reference(due)

        def put(text: str) -> str:
            return text.replace(_STOP, stop).replace(_MANAGE, manage)

        return Letter(
            channel=row.channel,
            address=row.address,
            delivery_id=row.id,
            kind=draft.kind,
            message_key=row.message_key,
            written_at=row.created_at,
            language=row.language,
            subject=words.subject,
            text=put(words.text),
            html=put(words.html),
            reference=reference,
            sender=draft.context.get("sender", ""),
            list_id="service" if draft.discreet else _topic(due),
            thread_root=f"submission.{reference}" if reference else None,
            unsubscribe_url=stop if due.follows and row.channel == "email" else None,
            receipt_urls=links.receipts(row.id) if row.channel == "sms" else {},
            bulk=due.follows,
            auto_reply=row.kind in _ACKNOWLEDGES,
            confidential=due.token is not None,
        )


def _key(due: Due) -> Hashable | None:
    row = due.row
    parts = due.parts or (due,)
    if not all(part.follows for part in parts):
        return None
    state = tuple(map(_state, parts))
    return (state, row.channel, row.kind, row.language, reasons(due))


def _state(due: Due) -> Hashable:
    row = due.row
    comment = due.comment.version if due.comment is not None else 0
    return (row.event_id, row.kind, row.case_version, row.publication, comment)


def _keep(kept: OrderedDict[Hashable, Any], key: Hashable | None, value: object) -> None:
    if key is not None:
        kept[key] = value
        if len(kept) > MOST_KEPT:
            kept.popitem(last=False)


def _rendered(draft: Draft) -> Words:
    due = draft.due
    row = due.row
    foot = {
        "reasons": ["request"] if draft.discreet else list(reasons(due)),
        "stop_url": _STOP if links.stop(due) else "",
        "manage_url": _MANAGE if links.manage(due) else "",
    }
    kind, context = draft.kind, {**draft.context, **foot}
    if draft.discreet or not due.parts:
        context |= _button(due)
        context["url"] = draft.context.get("goes_on") or links.of_letter(due)
    elif row.channel == "sms":
        # There is room for the most important alone; its page has the rest.
        kind, lead = collected.lead(due, draft.context["parts"])
        context = {**lead, **foot}
    else:
        context |= collected.context(due, draft.context["parts"])
    stop = links.stop(due)
    return worded(row.channel, kind, row.language, context, lambda text: text.replace(_STOP, stop))


def worded(
    channel: str, kind: str, language: str, said: Context, as_sent: Callable[[str], str]
) -> Words:
    """The letter of a kind, from all that its templates ask for.

    `as_sent` puts into a text message what is added after this, so that its length is the true one.
    """
    if channel == "sms":
        return Words(
            fitted(
                lambda given: templates.render(f"sms/{kind}.txt", language, **given).strip(),
                said,
                language,
                as_sent,
            )
        )
    subject, text, html = (
        templates.render(f"mail/{kind}/{part}", language, **said)
        for part in ("subject.txt", "body.txt", "body.html")
    )
    return Words(text, subject.strip(), html)


def _button(due: Due) -> Context:
    if due.token is None:
        return {}
    lifetime = LIFETIME[due.token.purpose]
    return {
        "purpose": due.token.purpose.value,
        "days": lifetime // DAY,
        "minutes": lifetime // MINUTE,
    }


def _topic(due: Due) -> str:
    """The List-Id: what one could sort this letter by."""
    if due.row.kind == DIGEST:
        return DIGEST
    if due.row.reference is None or due.is_button:
        return "service"
    why = reasons(due)
    if len(why) == 1 and why[0] in _LISTS:
        return _LISTS[why[0]]
    reference = collected.reference(due)
    return f"submission-{reference}" if reference else "submissions"
