"""Every setting, with its default and its meaning, and how they hang together."""

from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from models.address import email
from models.errors import Invalid
from models.settings.identity import Identity
from models.settings.pieces import PREFIX, Key, Names, Networks, SecretFiles, setting
from models.settings.providers import folder, is_loopback, mail_server, sms_gateways
from models.settings.review import Review
from models.settings.second_factor import SecondFactor

ROOT = Path(__file__).resolve().parents[2]
PROFILE = Path("models/profiles/example.toml")
DEMO_GATHER_SECONDS = 10
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Settings(Identity, SecondFactor, Review, BaseSettings):
    """One town's settings, checked as a whole. Frozen: a change is a restart."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
    )

    base_url: str = setting(
        "",
        "The address residents use, as it stands in every link and message.",
        shown="`http://127.0.0.1:` and the port",
    )
    allowed_hosts: Names = setting(
        (),
        "Host names this site answers to, separated by commas.",
        shown="the host of the base URL",
    )
    trusted_proxies: Networks = setting(
        (), "Networks of proxies whose `X-Forwarded-For` is believed.", shown="none"
    )
    host: str = setting("127.0.0.1", "The address the web server listens on.")
    port: int = Field(8000, ge=1, le=65535, description="The port the web server listens on.")
    secret_key: Key = setting(
        "",
        "Signs links and keys: at least 32 random characters. Required outside demo mode.",
        shown="none",
        secret=True,
    )
    secret_key_previous: Key = setting(
        "", "The former key; links signed with it still work.", shown="none", secret=True
    )
    data: Path = setting(Path("data"), "The folder for everything the process writes.")
    database_url: str = setting(
        "",
        "`sqlite:///file` or `postgresql://...`.",
        shown="`torget.sqlite3` in the data folder",
        secret=True,
    )
    queue_url: str = setting(
        "",
        "`sqlite:///file` of the wake-up queue; it may be lost at any time.",
        shown="`queue.sqlite3` in the data folder",
        secret=True,
    )
    files_url: str = setting(
        "",
        "`file:/folder` where photos and documents are kept; other stores are not supported yet.",
        shown="`files` in the data folder",
    )
    delivery: Literal["send", "hold", "log"] = setting(
        "hold",
        "`send` hands messages over, `hold` keeps them, `log` only writes that they were due.",
    )
    gather_seconds: int = Field(
        600,
        ge=0,
        le=86_400,
        description="How long news waits for more about the same case, so that several become one"
        " message; 0 sends each at once. A demo waits 10 unless it is set.",
    )
    smtp_url: str = setting(
        "",
        "`smtp://user:password@host:port`, with `?starttls=1`, or `smtps://...`.",
        shown="none",
        secret=True,
    )
    mail_from: str = setting(
        "torget@localhost", "The address every e-mail comes from; the name is the profile's."
    )
    mail_per_second: int = Field(
        300, ge=0, description="Letters a second that one worker hands over; 0 is no limit."
    )
    mail_per_domain: int = Field(
        250, ge=0, description="The same to one domain of addresses; 0 is no limit."
    )
    mail_per_day: int = Field(
        500_000,
        ge=0,
        description="Letters a day, beside those just asked for; the rest waits. 0 is no limit.",
    )
    sms_url: str = setting(
        "",
        "`46elks://user:password@api.46elks.com` or `twilio://sid:token@api.twilio.com`; both, with"
        " a space between them and `?weight=` behind each, share the messages.",
        shown="none",
        secret=True,
    )
    sms_from: str = setting(
        "",
        "The number that text messages come from, as +46766861004, so that they can be answered.",
        shown="the profile's `sms_name`",
        pattern=r"^(\+[1-9][0-9]{6,14})?$",
    )
    sms_parts_per_day: int = Field(
        2000,
        ge=0,
        description="Parts of text messages that the town pays for on one day; a fifth is kept for"
        " codes, which never take more than half.",
    )
    sms_quiet: str = setting(
        "21-8",
        "The hours in which no news goes by text message, codes always do; `0-0` for none.",
        pattern=r"^([01]?[0-9]|2[0-3])-([01]?[0-9]|2[0-3])$",
    )
    operator_email: str = setting("", "Who is told when something needs an operator.", shown="none")
    municipality: Path = setting(PROFILE, "The municipality's profile; seeds the first migrate.")
    metrics_networks: Networks = setting((), "Networks that may read `/metrics`.", shown="none")
    demo: bool = setting(
        False,
        "Demo people, demo data and `/demo/outbox`; makes its own secret key and sends nothing.",
    )
    demo_beyond_loopback: bool = setting(
        False, "The second yes before a demo listens beyond this machine."
    )

    @property
    def gathering_seconds(self) -> int:
        """How long news waits for more: who tries a demo sits there and wants to see something."""
        waits = "gather_seconds" in self.model_fields_set or not self.demo
        return self.gather_seconds if waits else DEMO_GATHER_SECONDS

    @property
    def quiet_hours(self) -> tuple[int, int]:
        """From which hour until before which other one it is quiet; never in a demonstration."""
        evening, morning = self.sms_quiet.split("-")
        return (0, 0) if self.demo else (int(evening), int(morning))

    @property
    def files(self) -> Path:
        """The folder of photos and documents."""
        return folder(self.files_url)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls)

    @field_validator("base_url")
    @classmethod
    def _is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (
            parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/")
        ):
            raise ValueError("is https:// and a host, without a path")
        return value.rstrip("/")

    @field_validator("mail_from", "operator_email")
    @classmethod
    def _is_an_address(cls, value: str, info: ValidationInfo) -> str:
        """A name around the address, or two of them, would make every letter undeliverable."""
        if value == cls.model_fields[str(info.field_name)].default:
            return value
        try:
            return email(value)
        except Invalid:
            raise ValueError("is one plain address, as torget@example.org") from None

    @field_validator("smtp_url")
    @classmethod
    def _is_a_mail_server(cls, value: str) -> str:
        if value:
            mail_server(value)
        return value

    @field_validator("files_url")
    @classmethod
    def _is_a_folder(cls, value: str) -> str:
        if value:
            folder(value)
        return value

    @field_validator("sms_url")
    @classmethod
    def _is_a_gateway(cls, value: str) -> str:
        if value:
            sms_gateways(value)
        return value

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Defaults that follow from other settings."""
        data = Path(given.get("data", "data")).absolute()
        base_url = given.get("base_url", f"http://127.0.0.1:{given.get('port', 8000)}")
        return {
            "base_url": base_url,
            "allowed_hosts": _names_of(urlsplit(base_url).hostname or ""),
            "database_url": f"sqlite:///{data / 'torget.sqlite3'}",
            "queue_url": f"sqlite:///{data / 'queue.sqlite3'}",
            "files_url": f"file:{data / 'files'}",
            "municipality": ROOT / PROFILE,
        } | given

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if self.demo and not self.demo_beyond_loopback and not is_loopback(self.host):
            raise ValueError(
                f"{PREFIX}HOST: demo mode listens on this machine only; if the world may use the"
                f" demo people, set {PREFIX}DEMO_BEYOND_LOOPBACK=1 as well"
            )
        if not self.demo and not self.secret_key:
            raise ValueError(f"{PREFIX}SECRET_KEY: is missing; only demo mode makes its own")
        if self.delivery == "send" and not self.smtp_url:
            raise ValueError(
                f"{PREFIX}SMTP_URL: is missing; {PREFIX}DELIVERY=send needs a mail server"
            )
        return self


def _names_of(host: str) -> tuple[str, ...]:
    """The names a visitor may use for a host; this machine has three."""
    return LOOPBACK_NAMES if is_loopback(host) else (host,)
