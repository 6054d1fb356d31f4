"""No form tells whether we know an address: in status, words, headers, cookies, or letters (T09)."""

import pytest
from sqlalchemy import select

from models import calendar
from models import settings as town_settings
from models.calendar import now
from models.database import transaction
from models.delivery import deliveries
from models.form_key import fresh
from models.identity import Identity
from models.person import Channel, Person, reach
from models.settings import settings
from tests import people

KNOWN = ("qmail", "qpend", "qsusp", "qoidc", "qoffi")
"""Confirmed; given and never confirmed; suspended; signs in at a provider alone; works here."""
UNKNOWN = "qnemo"


@pytest.fixture(params=["the mail server is there", "it is down"])
def town_of_five(request, site):
    """One person of every sort; with a mail server that takes nothing, the same."""
    calendar.freeze(now())
    if request.param == "it is down":
        gone = settings().model_copy(update={"smtp_url": "smtp://127.0.0.1:9", "delivery": "send"})
        town_settings.use(gone)
    with transaction() as session:
        people.resident(session, "Qmail")
        reach(session, Channel.EMAIL, "qpend@example.org")
        susp = people.resident(session, "Qsusp")
        session.get_one(Person, susp.id).suspended = True
        oidc = people.resident(session, "Qoidc").id
        said = {"provider": "id", "issuer": "https://id.example", "subject": "1"}
        session.add(Identity(person_id=oidc, made_at=now(), last_used_at=now(), **said))
        people.resident(session, "Qoffi", role=people.Role.OFFICIAL)
        people.rosa(session)
    return site


def _forms(form: str, name: str, reference: str) -> tuple[str, dict[str, str]]:
    email = f"{name}@example.org"
    asked = {"channel": "email", "email": email}
    return {
        "sign in": ("/sign-in", {"address": email}),
        "updates": ("/subscriptions", asked | {"topic": "decisions", "extent": "answers"}),
        "support": (f"/submissions/{reference}/votes", asked),
        "comment": (
            f"/submissions/{reference}/comments",
            asked | {"text": "Bra tanke.", "form_key": fresh()},
        ),
        "address": ("/me/addresses", {"address": email}),
    }[form]


@pytest.mark.parametrize("form", ["sign in", "updates", "support", "comment", "address"])
def test_a_known_address_is_answered_as_an_unknown_one(town_of_five, form):
    with transaction() as session:
        cases = [people.published(session, title=f"Nr {n}").reference for n in range(6)]
        rosa = people.rosa(session)
    answers = {}
    for number, name in enumerate((UNKNOWN, *KNOWN)):
        browser = town_of_five.browser()
        if form == "address":
            browser.sign_in(rosa)
        path, values = _forms(form, name, cases[number])
        answer = browser.post(path, values, headers={"Accept-Encoding": "identity"})
        assert answer.status_code < 400, (name, answer.text)
        answers[name] = (
            answer.status_code,
            answer.text.replace(name, "-----")
            .replace(cases[number], "CASE")
            .replace(f"Nr {number}", "Nr"),
            {key: value.replace(cases[number], "CASE") for key, value in answer.headers.items()},
            sorted(answer.cookies),
        )
    assert {name: answer == answers[UNKNOWN] for name, answer in answers.items()} == dict.fromkeys(
        answers, True
    )


@pytest.mark.parametrize("form", ["sign in", "updates", "address"])
def test_a_known_address_has_to_wait_as_soon_as_an_unknown_one(site, form):
    calendar.freeze(calendar.start_of(calendar.today()) + 9 * calendar.HOUR)
    with transaction() as session:
        people.resident(session, "Qmail")
        rosa = people.rosa(session)
        case = people.published(session).reference
    waits = {}
    for name in ("qmail", UNKNOWN):
        statuses = []
        for _ in range(12):
            browser = site.browser().sign_in(rosa) if form == "address" else site.browser()
            statuses.append(browser.post(*_forms(form, name, case)).status_code)
            calendar.advance(61)
        waits[name] = statuses
    assert waits["qmail"] == waits[UNKNOWN]
    assert 429 in waits["qmail"]


def test_only_its_owner_learns_that_an_address_is_hers_already(site):
    with transaction() as session:
        mail, rosa = people.resident(session, "Qmail"), people.rosa(session)
    site.browser().sign_in(rosa).post("/me/addresses", {"address": mail.address})
    with transaction(write=False) as session:
        sent = session.execute(select(deliveries.c.kind, deliveries.c.address)).one()
    assert tuple(sent) == ("address_taken", mail.address)
