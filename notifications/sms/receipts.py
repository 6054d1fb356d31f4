"""Delivery receipts as 46elks posts them: a form of `id`, `status` and, in time, `delivered`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

Status = Literal["sent", "delivered", "failed"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadReceipt(ValueError):
    """Not a receipt. The message is the name of the field that is wrong."""


@dataclass(frozen=True)
class Receipt:
    provider_ref: str
    status: Status
    delivered_at: int | None
    """When the phone had it, in microseconds since the epoch, UTC; only if the operator said."""


def read_receipt(form: Mapping[str, str]) -> Receipt:
    """Raises BadReceipt. Whether it may be believed is for the HMAC in the address to say."""
    provider_ref = form.get("id", "")
    if not _ID.fullmatch(provider_ref):
        raise BadReceipt("id")
    said = form.get("status", "")
    status = next((known for known in get_args(Status) if known == said), None)
    if status is None:
        raise BadReceipt("status")
    delivered = form.get("delivered", "")
    return Receipt(provider_ref, status, _moment(delivered) if delivered else None)


def _moment(said: str) -> int:
    """46elks writes UTC without saying so."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError as error:
        raise BadReceipt("delivered") from error
    return ((at if at.tzinfo else at.replace(tzinfo=UTC)) - _EPOCH) // timedelta(microseconds=1)
