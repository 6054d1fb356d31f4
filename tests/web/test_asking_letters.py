"""Every form that makes us write to somebody, at one address: so many letters and no more (T51)."""

import pytest
from sqlalchemy import func, select

from models import calendar, form_key
from models.database import transaction
from models.delivery import deliveries
from models.token import Token
from tests import people
from tests.web.visiting import count

TRIES = 14
ADDRESS = {"channel": "email", "email": "nils@example.org"}
WHOLE = {
    "kind": "complaint",
    "title": "Mörkt på gångvägen",
    "text": "Lampan är trasig.",
    "subject": "street-lights",
    "place": "Storgatan 4",
    "answer_by": "email",
    "email": "nils@example.org",
    "shown": "no",
}


def _cases(count: int) -> list[str]:
    with transaction() as session:
        return [people.published(session, title=f"Förslag {n}").reference for n in range(count)]


def _forms(what: str) -> list[tuple[str, dict[str, str]]]:
    if what == "submission":
        return [("/submissions", WHOLE | {"form_key": form_key.fresh()}) for _ in range(TRIES)]
    if what == "sign_in":
        return [("/sign-in", {"address": "nils@example.org"})] * TRIES
    cases = _cases(TRIES)
    if what == "support":
        return [(f"/submissions/{case}/votes", ADDRESS) for case in cases]
    if what == "comment":
        return [
            (
                f"/submissions/{case}/comments",
                ADDRESS | {"text": "Bra tanke.", "form_key": form_key.fresh()},
            )
            for case in cases
        ]
    about = {"topic": "submission", "extent": "answers"}
    return [("/subscriptions", ADDRESS | about | {"submission": case}) for case in cases]


@pytest.mark.parametrize(
    ("what", "most"),
    [("submission", 10), ("support", 10), ("comment", 10), ("subscription", 3), ("sign_in", 5)],
)
def test_one_address_is_written_to_so_often(site, what, most):
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * calendar.HOUR)
    answers = [site.browser().post(path, form) for path, form in _forms(what)]
    assert [answer.status_code < 400 for answer in answers] == [True] * most + [False] * (
        TRIES - most
    )
    assert {answer.status_code for answer in answers[most:]} == {429}
    assert "Your text is kept below." in answers[-1].text
    assert count(Token.__table__) == (0 if what == "sign_in" else most)


def test_a_success_elsewhere_does_not_open_the_way_again(site):
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * calendar.HOUR)
    browser = site.browser()
    for path, form in _forms("support"):
        browser.post(path, form)
    with transaction() as session:
        nils = people.resident(session, "Nils")
    browser.sign_in(nils)
    site.browser().post("/sign-out")
    path, form = _forms("comment")[0]
    assert site.browser().post(path, form).status_code == 429
    with transaction(write=False) as session:
        written = session.execute(select(func.count()).select_from(deliveries)).scalar_one()
    assert written == 10


def test_ones_own_confirmed_address_has_no_such_limit(site):
    with transaction() as session:
        nils = people.resident(session, "Nils")
    browser = site.browser().sign_in(nils)
    statuses = {browser.post(path, form).status_code for path, form in _forms("submission")}
    assert statuses == {303}
