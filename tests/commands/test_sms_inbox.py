"""`sms-inbox`: what the operator enters at the SMS gateway."""

from click.testing import CliRunner

from models.settings import settings, use
from notifications import inbound
from web.__main__ import COMMANDS, main


def test_the_printed_address_is_the_one_that_takes_answers(town):
    done = CliRunner().invoke(main, ["sms-inbox"])
    place = f"{settings().base_url}/sms/inbox/"
    assert done.exit_code == 0
    assert done.output.startswith(place)
    token = done.output.strip().removeprefix(place)
    assert inbound.read(token, {"from": "+46701740605", "message": "Hej"}).text == "Hej"


def test_each_of_two_operators_has_an_address_of_its_own(town):
    urls = "46elks://u:p@a.example twilio://u:p@b.example"
    use(town.settings.model_copy(update={"sms_url": urls}))
    first, second = CliRunner().invoke(main, ["sms-inbox"]).output.splitlines()
    assert first.startswith("46elks: ")
    assert first.endswith(inbound.inbox())
    assert second.startswith("twilio: ")
    assert second.endswith(inbound.inbox("twilio"))


def test_every_command_says_what_it_does():
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in COMMANDS:
        assert f"\n  {command} " in listed
        told = CliRunner().invoke(main, [command, "--help"])
        assert told.exit_code == 0
        assert f"Usage: main {command}" in told.output
