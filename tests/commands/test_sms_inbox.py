"""`sms-inbox`: what the operator enters at the SMS gateway."""

from click.testing import CliRunner

from models.database import transaction
from models.settings import settings
from notifications import inbound
from web.__main__ import COMMANDS, main


def test_the_printed_address_is_the_one_that_takes_answers(town):
    done = CliRunner().invoke(main, ["sms-inbox"])
    place = f"{settings().base_url}/sms/inbox/"
    assert done.exit_code == 0
    assert done.output.startswith(place)
    with transaction() as session:
        token = done.output.strip().removeprefix(place)
        assert inbound.text_received(session, token, "+46701740605", "STOPP") == "stop"


def test_every_command_says_what_it_does():
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in COMMANDS:
        assert f"\n  {command} " in listed
        told = CliRunner().invoke(main, [command, "--help"])
        assert told.exit_code == 0
        assert f"Usage: main {command}" in told.output
