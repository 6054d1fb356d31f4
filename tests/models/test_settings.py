import multiprocessing
import secrets
import stat
import string
from pathlib import Path

import pytest

from models import settings as town_settings
from models.settings import MailServer, Settings, SettingsRefused, settings, use
from models.settings.providers import mail_server, sms_gateway, sms_gateways

KEY = string.ascii_letters


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch, tmp_path):
    """These tests read the environment themselves, and keep what they write to themselves."""
    monkeypatch.setenv("TORGET_DATA", str(tmp_path))
    use(None)


def _problems() -> str:
    use(None)
    with pytest.raises(SettingsRefused) as refused:
        settings()
    return str(refused.value)


def test_without_a_secret_no_town_starts():
    assert "TORGET_SECRET_KEY: is missing" in _problems()


@pytest.mark.parametrize(
    "weak",
    ["hemligt", "changeme" * 8, "a" * 64, "0123456789" * 4, "password1234password1234password1"],
)
def test_a_weak_secret_is_refused_and_not_repeated(monkeypatch, weak):
    monkeypatch.setenv("TORGET_SECRET_KEY", weak)
    problems = _problems()
    assert "TORGET_SECRET_KEY: is weak" in problems
    assert weak not in problems


def test_a_key_as_the_refusal_suggests_is_strong(monkeypatch):
    monkeypatch.setenv("TORGET_SECRET_KEY", secrets.token_urlsafe(48))
    assert settings().secret_key


def test_a_weak_former_secret_is_refused_too(monkeypatch):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_SECRET_KEY_PREVIOUS", "short")
    assert "TORGET_SECRET_KEY_PREVIOUS: is weak" in _problems()


def test_a_secret_may_stand_in_a_file(monkeypatch, tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n")
    monkeypatch.setenv("TORGET_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert settings().secret_key == KEY


def test_a_secret_file_that_is_not_there_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("TORGET_SECRET_KEY_FILE", str(tmp_path / "nowhere"))
    assert str(tmp_path / "nowhere") in _problems()


def test_only_secrets_are_read_from_files(monkeypatch, tmp_path):
    (tmp_path / "port").write_text("9999")
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_PORT_FILE", str(tmp_path / "port"))
    assert settings().port == 8000


def test_settings_shown_in_a_log_hold_no_secret():
    chosen = Settings(
        secret_key=KEY,
        smtp_url="smtps://rosa:hemligt@mail.example.org",
        database_url="postgresql://torget:hemligt@db.example.org/torget",
        sms_url="46elks://u1:hemligt@api.example.org",
    )
    providers = repr(mail_server(chosen.smtp_url)) + repr(sms_gateway(chosen.sms_url))
    assert KEY not in repr(chosen)
    assert "hemligt" not in repr(chosen) + providers


def test_a_demo_makes_its_own_key_once_and_keeps_it_to_itself(monkeypatch, tmp_path):
    monkeypatch.setenv("TORGET_DEMO", "1")
    first = settings().secret_key
    use(None)
    assert settings().secret_key == first
    assert len(first) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def _demo_key(data: Path) -> str:
    return town_settings._demo_key(data)


def test_processes_of_a_demo_that_start_together_share_one_key(tmp_path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert len(set(pool.map(_demo_key, [tmp_path / "new"] * 12))) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "torget.example.org"])  # noqa: S104
def test_a_demo_listens_beyond_this_machine_only_when_told_twice(monkeypatch, host):
    monkeypatch.setenv("TORGET_DEMO", "1")
    monkeypatch.setenv("TORGET_HOST", host)
    assert "TORGET_DEMO_BEYOND_LOOPBACK" in _problems()
    monkeypatch.setenv("TORGET_DEMO_BEYOND_LOOPBACK", "1")
    assert settings().host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_a_demo_listens_on_this_machine(monkeypatch, host):
    monkeypatch.setenv("TORGET_DEMO", "1")
    monkeypatch.setenv("TORGET_HOST", host)
    assert settings().host == host


def test_everything_written_lies_in_the_data_folder(tmp_path):
    chosen = Settings(secret_key=KEY)
    assert chosen.database_url == f"sqlite:///{tmp_path}/torget.sqlite3"
    assert chosen.queue_url == f"sqlite:///{tmp_path}/queue.sqlite3"


def test_messages_are_held_unless_someone_says_send():
    assert Settings(secret_key=KEY).delivery == "hold"


def test_sending_needs_a_mail_server(monkeypatch):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_DELIVERY", "send")
    assert "TORGET_SMTP_URL: is missing" in _problems()


def test_links_follow_the_port_until_an_address_is_given():
    assert Settings(secret_key=KEY, port=9000).base_url == "http://127.0.0.1:9000"
    assert Settings(secret_key=KEY, base_url="https://torget.example.org/").base_url == (
        "https://torget.example.org"
    )


def test_the_site_answers_to_the_host_of_its_address():
    assert Settings(secret_key=KEY, base_url="https://torget.example.org").allowed_hosts == (
        "torget.example.org",
    )
    assert Settings(secret_key=KEY).allowed_hosts == ("127.0.0.1", "localhost", "[::1]")


@pytest.mark.parametrize("address", ["torget.example.org", "ftp://example.org", "https://a.org/x"])
def test_an_address_that_no_browser_has_is_refused(monkeypatch, address):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_BASE_URL", address)
    assert "TORGET_BASE_URL" in _problems()


def test_lists_stand_in_one_line(monkeypatch):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_ALLOWED_HOSTS", "torget.example.org, www.example.org")
    monkeypatch.setenv("TORGET_TRUSTED_PROXIES", "10.0.0.0/8,::1/128")
    assert settings().allowed_hosts == ("torget.example.org", "www.example.org")
    assert [str(network) for network in settings().trusted_proxies] == ["10.0.0.0/8", "::1/128"]


def test_an_empty_variable_is_no_variable(monkeypatch):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_PORT", "")
    assert settings().port == 8000


def test_every_problem_is_told_at_once(monkeypatch):
    monkeypatch.setenv("TORGET_PORT", "eighty")
    monkeypatch.setenv("TORGET_DELIVERY", "perhaps")
    monkeypatch.setenv("TORGET_TRUSTED_PROXIES", "everyone")
    problems = _problems()
    assert "TORGET_PORT" in problems
    assert "TORGET_DELIVERY" in problems
    assert "TORGET_TRUSTED_PROXIES" in problems


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", MailServer("127.0.0.1", 2525, "none")),
        ("smtp://mail.example.org", MailServer("mail.example.org", 25, "none")),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, "tls")),
        (
            "smtp://a%40b:p%2Fw@mail.example.org?starttls=1",
            MailServer("mail.example.org", 587, "starttls", "a@b", "p/w"),
        ),
        (
            "smtp://a:p@mail.example.org?starttls=yes",
            MailServer("mail.example.org", 587, "starttls", "a", "p"),
        ),
        ("smtp://[::1]:2525", MailServer("::1", 2525, "none")),
    ],
)
def test_a_mail_server_is_read_from_its_address(url, server):
    assert mail_server(url) == server


def test_a_gateway_is_read_from_its_address():
    gateway = sms_gateway("46elks://u1:p%3A2@api.example.org")
    assert (gateway.base_url, gateway.user, gateway.password) == (
        "https://api.example.org",
        "u1",
        "p:2",
    )
    local = sms_gateway("46elks+http://u1:p@127.0.0.1:9000")
    assert local.base_url == "http://127.0.0.1:9000"


def test_two_operators_stand_in_one_setting_each_with_its_weight_and_number():
    first, second = sms_gateways(
        "46elks://u:p@a.example?weight=3 twilio://AC1:t@b.example?from=46700000000"
    )
    assert (first.operator, first.weight, first.sender) == ("46elks", 3, "")
    assert (second.operator, second.weight, second.sender) == ("twilio", 1, "+46700000000")
    assert (second.user, second.base_url) == ("AC1", "https://b.example")
    assert sms_gateway("twilio://AC1:t@b.example?from=+46700000000").sender == "+46700000000"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SMTP_URL", "mail.example.org"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.org:99999"),
        ("SMTP_URL", "smtp://rosa:hemligt@mail.example.org"),
        ("SMS_URL", "https://u1:hemligt@api.example.org"),
        ("SMS_URL", "46elks+http://u1:hemligt@api.example.org"),
        ("SMS_URL", "46elks://api.example.org"),
        ("SMS_URL", "46elks://u1@api.example.org"),
        ("SMS_URL", "46elks+https://u1:hemligt@api.example.org"),
        ("SMS_URL", "twilio+http://u1:hemligt@api.example.org"),
        ("SMS_URL", "46elks://u1:hemligt@api.example.org?weight=0"),
        ("SMS_URL", "46elks://u1:hemligt@api.example.org?weight=many"),
        ("SMS_URL", "46elks://u1:hemligt@api.example.org?from=Kommunen"),
        ("SMS_URL", "46elks://u1:hemligt@a.example 46elks://u2:hemligt@b.example"),
        ("SMS_PARTS_PER_DAY", "-1"),
        ("SMS_QUIET", "21-25"),
        ("MAIL_FROM", "Exempelby <torget@example.org>"),
        ("MAIL_FROM", "torget"),
        ("OPERATOR_EMAIL", "Ada, Olga"),
        ("SMS_FROM", "46"),
        ("SMS_FROM", "En kommun med långt namn"),
    ],
)
def test_a_pipe_that_cannot_work_is_refused_without_its_password(monkeypatch, name, value):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv(f"TORGET_{name}", value)
    problems = _problems()
    assert f"TORGET_{name}" in problems
    assert "hemligt" not in problems


@pytest.mark.parametrize(
    ("name", "reached"), [("BASE_URL", "https://torget.example.org"), ("HOST", "192.0.2.1")]
)
def test_staff_without_a_second_factor_work_on_this_machine_alone(monkeypatch, name, reached):
    monkeypatch.setenv("TORGET_SECRET_KEY", KEY)
    monkeypatch.setenv("TORGET_SECOND_FACTOR", "off")
    assert settings().second_factor == "off"
    monkeypatch.setenv(f"TORGET_{name}", reached)
    assert "TORGET_SECOND_FACTOR: is `off`" in _problems()
    monkeypatch.setenv("TORGET_SECOND_FACTOR", "required")
    use(None)
    assert settings().second_factor == "required"
