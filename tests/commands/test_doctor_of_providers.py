"""The doctor asks each provider of identities whether it is there."""

import pytest

from models import settings as town_settings
from models.database import transaction
from tests import people
from tests.oidc_hostile import hostile, provider
from web import oidc_known
from web.commands.provider_findings import of_providers

ROLES = {"roles_claim": "g", "roles": [{"value": "a", "role": "official", "unit": "the-moon"}]}


@pytest.fixture
def liar(town):
    with transaction() as session:
        people.municipality(session)
    with hostile() as started:
        yield started


def told(town, liar, **more):
    oidc_known.forget()
    providers = (provider("bankid", liar, **more),)
    town_settings.use(town.settings.model_copy(update={"providers": providers}))
    return [(found.level, found.says) for found in of_providers()]


@pytest.mark.once
def test_the_doctor_tells_of_each_provider_how_it_is(town, liar):
    (only,) = told(town, liar)
    assert only[0] == "ok"
    assert "/sign-in/with/bankid/callback" in only[1]
    levels = [level for level, _ in told(town, liar, **ROLES)]
    assert levels == ["ok", "look", "bad"], "no second factor, and a unit that is not here"
    liar.says["end_session_endpoint"] = None
    assert "signed out" in told(town, liar)[1][1]
    liar.says["issuer"] = "https://evil.example.org"
    assert "another issuer" in told(town, liar)[0][1]
    liar.broken["/.well-known/openid-configuration"] = "500"
    assert told(town, liar) == [("bad", "The provider bankid gives no discovery document.")]
