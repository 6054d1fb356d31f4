"""Providers of identities (OpenID Connect): which there are, what is asked, what is believed.

One TOML file holds them, a table for each; docs/operations.md explains every line of it.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_settings import NoDecode

from models.actor import Role
from models.settings.pieces import PREFIX, Key, setting
from models.settings.providers import is_loopback

_OIDC_SE = "https://id.oidc.se"
PRESETS: dict[str, dict[str, Any]] = {
    # The Swedish OpenID Connect profile's claims and scopes 1.0 (spec/sweden.md, e-ID).
    "sweden-connect": {
        "scopes": [
            f"{_OIDC_SE}/scope/naturalPersonInfo",
            f"{_OIDC_SE}/scope/naturalPersonNumber",
        ],
        "acr": ["http://id.elegnamnden.se/loa/1.0/loa3", "http://id.elegnamnden.se/loa/1.0/loa4"],
        "number_claims": [
            f"{_OIDC_SE}/claim/personalIdentityNumber",
            f"{_OIDC_SE}/claim/coordinationNumber",
        ],
        "former_number_claims": [f"{_OIDC_SE}/claim/previousCoordinationNumber"],
        "number_if": {f"{_OIDC_SE}/claim/coordinationNumberLevel": ["confirmed", "probable"]},
        "born_claim": "birthdate",
    },
    "signicat": {
        "scopes": ["profile", "nin"],
        "number_claims": ["nin"],
        "number_if": {"nin_issuing_country": ["SE"]},
        "born_claim": "birthdate",
    },
}
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA", "RS384", "PS384", "ES384", "RS512", "PS512")
"""Signatures that are believed where the file names none: public keys alone."""
GIVEN = frozenset(Role) - {Role.RESIDENT, Role.SYSTEM}
Words = tuple[str, ...]


class GivenRole(BaseModel):
    """A value of the roles' claim, and the appointment that it gives and its absence takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    value: str = Field(min_length=1)
    role: Role
    unit: str = ""
    """The unit's slug in the profile; "" for all units."""
    lead: bool = False
    trusted: bool = False

    @model_validator(mode="after")
    def _is_a_role_to_give(self) -> Self:
        if self.role not in GIVEN:
            raise ValueError(f"{self.role} is no role that can be given")
        return self


class Said(BaseModel):
    """A few words in both languages; in the file also one text for both."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sv: str = Field(min_length=1, max_length=60)
    en: str = Field(min_length=1, max_length=60)

    def in_language(self, language: str) -> str:
        return self.sv if language == "sv" else self.en

    @model_validator(mode="before")
    @classmethod
    def _one_for_both(cls, given: Any) -> Any:
        return {"sv": given, "en": given} if isinstance(given, str) else given


class Provider(BaseModel):
    """One provider. Claims are named as the provider names them; `address.locality` looks within
    `address`. What a preset says holds where the file says nothing else.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9-]{0,38}$")
    """Stands in addresses, and beside what it proved: not to be changed later."""
    preset: Literal["", "sweden-connect", "signicat"] = ""
    issuer: str = Field(max_length=255)
    client_id: str = Field(min_length=1)
    client_secret: str = Field(default="", repr=False)
    client_secret_file: Path | None = None
    authentication: Literal["client_secret_basic", "client_secret_post"] = "client_secret_basic"
    title: Said
    """What people call it, as BankID."""
    button: Said | None = None
    """What stands on its button; without it, "Sign in with" and the title."""
    below: bool = False
    """The button stands below the field for an address instead of above it."""
    scopes: Words = ("profile",)
    acr: Words = ()
    """Levels of assurance that are asked for; an answer with any other is refused."""
    second_factor: Words = ()
    """Values of acr or amr that count as a second factor."""
    algorithms: Words = ALGORITHMS
    name_claim: str = ""
    """Where a new person's name stands, for staff; residents give theirs themselves."""
    identifies: bool = False
    """It vouches for who somebody is, also where no number comes from it."""
    number_claims: Words = ()
    former_number_claims: Words = ()
    number_if: dict[str, Words] = {}
    """A number is believed when each of these claims is absent or has one of the values."""
    born_claim: str = ""
    resident_claim: str = ""
    resident_values: Words = ()
    roles_claim: str = ""
    roles: tuple[GivenRole, ...] = ()
    sign_out: bool = True
    """After signing out here, offer to sign out there, where it can."""

    @property
    def reads_numbers(self) -> bool:
        return bool(self.number_claims or self.former_number_claims)

    @property
    def secret(self) -> str:
        """What proves to the provider that we are we. Raises OSError for a file that is away."""
        if self.client_secret_file is not None:
            return self.client_secret_file.read_text("utf-8").strip()
        return self.client_secret

    @model_validator(mode="before")
    @classmethod
    def _with_preset(cls, given: Any) -> Any:
        if not isinstance(given, dict) or not isinstance(given.get("preset", ""), str):
            return given
        return PRESETS.get(given.get("preset", ""), {}) | given

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        parts = urlsplit(self.issuer)
        plain = parts.scheme == "http" and is_loopback(parts.hostname or "")
        if not (parts.scheme == "https" or plain) or not parts.hostname or parts.query:
            raise ValueError("issuer is an https:// address without a query")
        if not self.client_secret and self.client_secret_file is None:
            raise ValueError("client_secret or client_secret_file is missing")
        if self.client_secret_file is not None and not self.client_secret_file.is_file():
            raise ValueError("client_secret_file is not there")
        if unknown := set(self.algorithms) - set(ALGORITHMS) - {"ES512"}:
            raise ValueError(f"algorithms has {', '.join(sorted(unknown))}, which is not believed")
        if bool(self.resident_claim) != bool(self.resident_values):
            raise ValueError("resident_claim and resident_values belong together")
        if bool(self.roles_claim) != bool(self.roles):
            raise ValueError("roles_claim and roles belong together")
        return self


def _providers(given: object) -> object:
    """The providers of a TOML file, in its order. Raises ValueError with what is wrong in it."""
    if not isinstance(given, str | Path):
        return given
    try:
        tables = tomllib.loads(Path(given).read_text("utf-8"))
    except ValueError as error:
        raise ValueError(f"{given} is no TOML: {error}") from None
    return tuple(_provider(name, table) for name, table in tables.items())


def _provider(name: str, table: object) -> Provider:
    if not isinstance(table, dict):
        raise ValueError(  # noqa: TRY004  (a sentence for the operator, as all the others)
            f"{name} stands outside every table; a provider begins with [its-name]"
        )
    try:
        return Provider.model_validate({**table, "name": name})
    except ValidationError as error:
        wrong = "; ".join(map(_sentence, error.errors(include_url=False, include_input=False)))
        raise ValueError(f"[{name}] {wrong}") from None


def _sentence(error: Any) -> str:
    where = ".".join(map(str, error["loc"]))
    if error["type"] == "extra_forbidden":
        return f"{where} is not known here"
    return f"{where} {error['msg'].removeprefix('Value error, ')}".strip()


class Identity(BaseModel):
    """A part of the settings."""

    providers: Annotated[tuple[Provider, ...], NoDecode, BeforeValidator(_providers)] = setting(
        (),
        "A TOML file of identity providers that people may sign in with (docs/operations.md).",
        shown="none",
    )
    number_key: Key = setting(
        "",
        "Seals personal numbers from providers: at least 32 random characters, kept apart from the"
        " database. Required where a provider gives numbers.",
        shown="none",
        secret=True,
    )
    number_key_previous: Key = setting(
        "",
        "The former key: whoever signs in while it stands is sealed anew.",
        shown="none",
        secret=True,
    )

    def provider(self, name: str) -> Provider | None:
        """The provider of a name, or None."""
        return next((one for one in self.providers if one.name == name), None)

    @model_validator(mode="after")
    def _numbers_have_a_key(self) -> Self:
        if not self.number_key and any(one.reads_numbers for one in self.providers):
            raise ValueError(
                f"{PREFIX}NUMBER_KEY: is missing; a provider gives personal numbers, which are kept"
                " only under a seal"
            )
        return self
