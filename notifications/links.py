"""Every address that stands in a letter. All begin with the base URL, whoever asked for what."""

from models import keys
from models.settings import settings
from models.settings.providers import SMS_OPERATORS
from models.states import PUBLIC
from models.submission import KEY_PURPOSE
from models.subscription import MANAGE, link
from models.token import Purpose, secret
from notifications.due import Due
from notifications.gathering import DIGEST

RECEIPT, SILENCE, DIGESTS = "sms-receipt", "silence", "digests"
"""Purposes of the recomputable keys of receipts, and of stop links that are about no one wish."""


_PLACES = {
    Purpose.SIGN_IN: "sign-in",
    Purpose.INVITATION: "invitations",
    Purpose.NEW_ADDRESS: "new-address",
    Purpose.UNDO_ADDRESS: "old-address",
}
"""Where the button of a letter stands that does more than confirm."""


def rules() -> str:
    """Where our rules for what is shown stand."""
    return f"{settings().base_url}/about"


def of_statement(code: str) -> str:
    """Where the author of a text reads why it is restricted, and asks for a new look."""
    return f"{settings().base_url}/statements/{code}"


def of_case(reference: str) -> str:
    """The page of a case that everyone may read."""
    return f"{settings().base_url}/submissions/{reference}"


def of_dialogue(slug: str) -> str:
    """The page of a dialogue."""
    return f"{settings().base_url}/dialogues/{slug}"


def _in_dialogue(slug: str, due: Due) -> str:
    """The page of a dialogue; of a comment that everyone may read, where that stands."""
    if due.comment is not None and due.comment.publication in PUBLIC:
        return f"{of_dialogue(slug)}/comments/{due.comment.number}"
    return of_dialogue(slug)


def of_letter(due: Due) -> str:
    """Where the letter leads: the button while it can be pressed, else the case.

    Only a confirmed author is sent the key to a page that is not public.
    """
    row = due.row
    button = due.button
    if button is not None:
        place = _PLACES.get(button.purpose, "confirm")
        return f"{settings().base_url}/{place}/{secret(button)}"
    if row.reference is None:
        return settings().base_url
    case = of_case(row.reference)
    if row.dialogue is not None:
        return _in_dialogue(row.dialogue, due)
    is_author = not due.follows and row.contact_id == row.author_contact_id
    if row.publication in PUBLIC or not is_author or row.author_confirmed_at is None:
        return case
    return f"{case}?k={keys.key(KEY_PURPOSE, row.reference, row.case_nonce)}"


def stop(due: Due) -> str:
    """Where one stops it: a wish by its own link, text messages about one's own case altogether.

    '' where there is nothing to stop, or where one answers STOPP instead.
    """
    row = due.row
    if row.channel == "sms" and settings().sms_from.startswith("+"):
        return ""
    if due.row.kind == DIGEST and len(due.wishes) > 1:
        # One press, and no such letter comes again: not one of many wishes less.
        return f"{settings().base_url}/u/{digests_link(row.contact_id, row.address)}"
    if due.wishes:
        return f"{settings().base_url}/u/{link(due.wishes[0])}"
    if row.channel == "sms" and not due.is_button:
        return f"{settings().base_url}/u/{silence_link(row.contact_id, row.address)}"
    return ""


def manage(due: Due) -> str:
    """All the updates of one address, from a letter about one of them; else ''."""
    if not due.wishes:
        return ""
    return f"{settings().base_url}/subscriptions/{link(due.wishes[0], MANAGE)}"


def silence_link(contact_id: int, address: str) -> str:
    """The standing token that stops every text message to one number."""
    return f"c{contact_id}.{keys.key(SILENCE, contact_id, address)}"


def digests_link(contact_id: int, address: str) -> str:
    """The standing token that stops all that comes to one address once a day or once a week."""
    return f"d{contact_id}.{keys.key(DIGESTS, contact_id, address)}"


def receipts(delivery_id: int) -> dict[str, str]:
    """Where each SMS operator reports what became of one message (NT-21)."""
    return {name: receipt(delivery_id, name) for name in SMS_OPERATORS}


def receipt(delivery_id: int, operator: str = SMS_OPERATORS[0]) -> str:
    """One operator's own address: the key says who speaks, so none can speak for another."""
    proof = keys.key(RECEIPT, delivery_id, speaks(operator))
    return f"{settings().base_url}/sms/receipts/{delivery_id}.{proof}"


def speaks(operator: str) -> str:
    """What stands for an operator in the keys of its addresses; nothing for the first one, whose
    addresses are older than the others.
    """
    return "" if operator == SMS_OPERATORS[0] else operator
