"""Whole numbers that forms carry: versions, sequence numbers, ids."""

from typing import Annotated

from pydantic import AfterValidator

from web.forms import fail, words


def _whole(value: str) -> str:
    if not (value.isascii() and value.isdigit()):
        raise fail("unknown")
    return value


Number = Annotated[str, words(18, least=1), AfterValidator(_whole)]
