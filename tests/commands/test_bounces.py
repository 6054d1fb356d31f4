"""`bounces` takes in what came back, and `hold` lets nothing leave."""

import mailbox

import pytest
from click.testing import CliRunner

from models import hold as holding
from models.database import transaction
from models.delivery import DeliveryState
from models.states import Kind
from tests import people
from tests.notifications.post import send, sent_rows, use
from tests.notifications.returned import report
from tests.sinks import MailSink
from web.commands.bounces import bounces
from web.commands.hold import hold
from web.commands.resume import resume

S = DeliveryState


@pytest.fixture
def returned(town):
    """Rosa has been sent a letter, which comes back."""
    with MailSink() as sink:
        use(town, smtp_url=sink.url)
        with transaction() as session:
            people.published(session, Kind.COMPLAINT)
        send()
        mails = sink.wait_for(1)
    return [report(mail.sender) for mail in mails]


def run(command, *arguments, **options):
    done = CliRunner().invoke(command, arguments, **options)
    assert done.exit_code == 0, done.output
    return done.output.strip()


def test_a_post_office_pipes_one_letter_in(returned):
    assert run(bounces, input=returned[0]) == "1 noted"
    assert run(bounces, input=returned[0]) == "1 again"
    assert run(bounces, "--recipient", "somebody@example.org", input=b"\xff") == "1 stranger"
    assert S.PERMANENT_FAILURE in {row.state for row in sent_rows()}


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_mailbox_is_read_and_left_as_it_is(returned, tmp_path, kind):
    place = tmp_path / "bounces"
    box = mailbox.Maildir(place) if kind == "maildir" else mailbox.mbox(place)
    for raw in (*returned, b"Subject: hello\n\nNothing came back.\n"):
        box.add(raw)
    box.close()
    count = len(returned)
    assert run(bounces, str(place)) == f"{count} noted, 1 stranger"
    assert run(bounces, str(place)) == f"{count} again, 1 stranger"


def test_a_provider_is_given_an_address_that_nobody_guesses(town):
    use(town)
    address = run(bounces, "--address")
    assert address.startswith("https://torg.exempelby.example/mail/bounces/")
    assert len(address.rpartition("/")[2]) == 30


def test_an_operator_stops_everything_and_lets_it_go_again(town):
    with MailSink() as sink:
        use(town, smtp_url=sink.url)
        with transaction() as session:
            people.a_submission(session)
        assert run(hold).startswith("Held. ")
        send()
        assert sink.mails == []
        with transaction(write=False) as session:
            assert holding.since(session) is not None
        run(resume)
        send()
        assert len(sink.wait_for(1)) == 1
