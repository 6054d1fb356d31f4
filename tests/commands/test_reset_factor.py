"""`reset-factor`: the operator's help for an administrator who has lost everything."""

from click.testing import CliRunner

from models import factor_codes
from models import session as sessions
from models.access_log import What, access_log
from models.database import transaction
from models.viewer import NOBODY
from tests import people
from web.commands.reset_factor import reset_factor


def test_it_takes_all_away_signs_her_out_and_is_in_the_log(town):
    with transaction() as session:
        people.municipality(session)
        ada = people.ada(session)
        factor_codes.make(session, ada.id)
        cookie = sessions.begin(session, ada.id, strong=True)
    result = CliRunner().invoke(reset_factor, [ada.address.upper()])
    assert result.exit_code == 0
    assert "sets up a new second factor" in result.output
    with transaction() as session:
        assert factor_codes.left(session, ada.id) == 0
        assert sessions.whose(session, cookie) == NOBODY
        assert session.execute(access_log.select()).one().what is What.FACTOR_RESET


def test_an_address_of_nobody_is_told_so(town):
    with transaction() as session:
        people.municipality(session)
    for given in ("nobody@example.org", "x"):
        assert CliRunner().invoke(reset_factor, [given]).exit_code == 2
