"""The doctor finds each ill that it knows, says what to do, and changes nothing."""

import shutil
import socket
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from models import calendar, hold, job
from models import settings as town_settings
from models.calendar import HOUR
from models.database import driver, is_postgres, transaction
from models.settings import Settings
from tests import people
from tests.models.tampering import unguarded
from tests.moderation.ruled import town_with
from tests.notifications import post
from tests.sinks import MailSink, SmsGateway
from web.commands import findings
from web.commands.doctor import doctor


@pytest.fixture
def well(town):
    """A town that lacks nothing, with everything running."""
    with transaction() as session:
        people.municipality(session)
        people.published(session)
        job.hold(session, "test")
    with MailSink() as mail, SmsGateway() as texts:
        _use(town, smtp_url=mail.url, sms_url=texts.url)
        yield town


def _use(town, **changes):
    settings = town_settings.settings()
    given = {
        "secret_key": town.settings.secret_key,
        "data": town.data,
        "database_url": town.url,
        "base_url": "https://torg.exempelby.example",
        "trusted_proxies": "10.0.0.0/8",
        "operator_email": "drift@exempelby.example",
        "delivery": "send",
        "smtp_url": settings.smtp_url,
        "sms_url": settings.sms_url,
    }
    town_settings.use(Settings(**(given | changes)))


def ask():
    result = CliRunner().invoke(doctor)
    lines = result.output.splitlines()
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, lines


def finds(level, words):
    code, lines = ask()
    assert code == (1 if level == "bad" else 0), lines
    at = next(n for n, line in enumerate(lines) if words in line)
    assert lines[at].startswith(level), lines[at]
    assert lines[at + 1].startswith("      "), "no advice"


def test_a_town_that_is_well_is_told_so(well):
    code, lines = ask()
    assert code == 0
    assert lines[-1].startswith("0 bad, 0 to look at, ")
    assert all(line.startswith("ok ") for line in lines[:-1])


def test_it_changes_nothing(well):
    def contents():
        with transaction(write=False) as session:
            return [
                session.execute(text(f"SELECT count(*) FROM {name}")).scalar()
                for name in ("event", "stream", "delivery", "submission", "profile", "job_run")
            ]

    before = contents()
    ask()
    assert contents() == before


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({"base_url": "http://torg.exempelby.example"}, "bad", "is not encrypted"),
        ({"trusted_proxies": ""}, "look", "No proxy is trusted"),
        ({"delivery": "hold"}, "look", "Messages are not sent"),
        ({"operator_email": ""}, "look", "Nobody is told"),
        ({"demo": True}, "look", "Demo mode"),
        ({"sms_url": ""}, "look", "There is no text message gateway"),
        ({"municipality": "no-such-file.toml"}, "look", "cannot be read"),
    ],
)
def test_a_setting_that_is_not_as_it_should_be_is_named(well, changes, level, words):
    _use(well, **changes)
    finds(level, words)


def test_a_word_that_cannot_be_looked_for_is_named_and_never_stops_a_text(well):
    with transaction() as session:
        town_with(session, words=["fulhus", "[x"])
    finds("look", "reviewing.words, number 2, '[x'")


def test_a_desk_of_one_is_looked_at_unless_somebody_is_named_who_works_here(well):
    alone, nobody = "One person alone reviews texts", "olga@example.org is named to agree"
    with transaction() as session:
        people.marek(session)
    finds("look", alone)
    with transaction() as session:
        town_with(session, four_eyes={"second_person": "olga@example.org"})
    finds("look", nobody)
    with transaction() as session:
        people.olga(session)
    assert not [line for line in ask()[1] if alone in line or nobody in line]


def test_the_same_key_twice_is_no_rotation(well):
    _use(well, secret_key_previous=well.settings.secret_key)
    finds("bad", "The former key is the present one")


def test_a_disk_that_is_nearly_full_is_bad(well, monkeypatch):
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: SimpleNamespace(total=500 * 10**9, free=4 * 10**8)
    )
    finds("bad", "0.4 GB are free for data")


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_sqlite_on_a_network_disk_is_refused(well, monkeypatch, kind):
    if is_postgres():
        pytest.skip("a server has disks of its own")
    monkeypatch.setattr(findings, "file_system", lambda _file: kind)
    finds("bad", f"lies on a network disk ({kind})")


def test_the_file_system_of_a_file_is_that_of_the_innermost_mount(tmp_path):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "1 0 8:1 / / rw - ext4 /dev/sda1 rw\n"
        "2 1 0:5 / /srv rw shared:1 - nfs4 nas:/x rw\n"
        "3 2 0:6 / /srv/my\\040data rw - xfs /dev/sdb rw\n"
    )
    for file, kind in (
        ("/srv/torget.db", "nfs4"),
        ("/var/torget.db", "ext4"),
        ("/srv/my data/t", "xfs"),
    ):
        assert findings.file_system(tmp_path / file, mounts) == kind
    assert findings.file_system(tmp_path, tmp_path / "nowhere") == ""


def test_an_old_sqlite_is_bad(well, monkeypatch):
    if is_postgres():
        pytest.skip("SQLite is not used")
    monkeypatch.setattr(driver, "sqlite_version_info", (3, 45, 0))
    finds("bad", "can corrupt a database that two processes use")


def test_a_clock_that_went_back_is_bad(well):
    calendar.freeze(calendar.now() - HOUR)
    finds("bad", "this machine's clock went back")


def test_a_history_that_was_changed_is_bad(well):
    with unguarded() as session:
        session.execute(text("UPDATE event SET at = at - 1 WHERE seq = 1"))
    finds("bad", "faults in the latest history")


def test_messages_that_wait_for_long_are_bad(well):
    with transaction() as session:
        post.followers(session, people.published(session), 1)
        people.decided(session, people.referred(session))
    calendar.freeze(calendar.now() + HOUR)
    with transaction() as session:
        job.hold(session, "test")
    finds("bad", "messages wait, the oldest for 1.0 h")


def test_a_town_in_hold_is_looked_at(well):
    with transaction() as session:
        hold.begin(session)
    finds("look", "was put back from a copy")


def test_a_scheduler_that_is_gone_is_looked_at(well):
    with transaction() as session:
        job.release(session, "test")
    finds("look", "No scheduler is at work")


def test_a_mail_server_that_does_not_answer_is_bad(well):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        _use(well, smtp_url=f"smtp://127.0.0.1:{taken.getsockname()[1]}")
        finds("bad", "The mail server does not answer")


def test_a_mail_server_that_refuses_our_password_is_bad(well):
    with MailSink(login=("torget", "right")) as mail:
        _use(well, smtp_url=mail.url.replace("//", "//torget:wrong@"))
        finds("bad", "The mail server does not answer: it answered 535")


def test_a_gateway_that_is_away_is_bad(well):
    with SmsGateway() as away:
        url = away.url
    _use(well, sms_url=url)
    finds("bad", "The text message gateway does not answer")


def test_a_profile_that_differs_from_its_file_is_told(well, tmp_path):
    file = tmp_path / "profile.toml"
    shipped = town_settings.settings().municipality
    file.write_text(shipped.read_text("utf-8").replace("threshold = 50", "threshold = 51"), "utf-8")
    for mark in shipped.parent.glob("*.svg"):
        shutil.copy(mark, tmp_path)
    _use(well, municipality=file)
    finds("look", "differs from")


def test_an_older_schema_is_told_with_the_command_that_mends_it(well):
    with transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    finds("bad", "The database is at schema 0001")
    with transaction() as session:
        newest = findings.health.known_schema()
        session.execute(
            text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest}
        )


def test_a_database_that_is_away_is_told(well, tmp_path):
    _use(well, database_url=f"sqlite:///{tmp_path / 'gone' / 'torget.sqlite3'}")
    code, lines = ask()
    assert code == 1
    assert any("The database cannot be written to." in line for line in lines)
    assert not (tmp_path / "gone").exists()
