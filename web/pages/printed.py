"""A case by its number and its code, for whoever has them on paper."""

from typing import Annotated

from pydantic import AfterValidator

from models import printed
from models.errors import Invalid
from web.answers import Answer, Cookie, Go, Shown
from web.forms import Form, checked, words
from web.pages.receipts import A_MONTH
from web.visit import Visit


def _reference(value: str, _info: object) -> str:
    found = printed.reference_of(value)
    if not found:
        raise Invalid("reference", "bad")
    return found


class Printed(Form):
    reference: Annotated[str, words(40, least=1), AfterValidator(checked(_reference))]
    code: Annotated[str, words(80, least=1)]


def new(visit: Visit) -> Answer:
    """Two fields, as they stand on the receipt."""
    return _page(visit, {"reference": visit.query.get("reference", "")[:40]})


def again(visit: Visit) -> Answer:
    return _page(visit, dict(visit.values))


def open_case(visit: Visit) -> Answer:
    """The case, when the two belong together. A wrong try is counted, so it is answered, not
    raised.
    """
    form: Printed = visit.form
    key = printed.key_for(visit.session, form.reference, form.code, network=visit.network)
    if key is None:
        visit.errors = [Invalid("code", "wrong")]
        return _page(visit, dict(visit.values), status=422)
    here = f"/submissions/{form.reference}"
    return Go(here, (Cookie("key", key, path=here, seconds=A_MONTH),))


def _page(visit: Visit, values: dict[str, str], *, status: int = 200) -> Answer:
    return Shown(
        "find_my_case.html", {"values": values, "errors": visit.errors}, status=status, kept=True
    )
