"""What settings are made of: lists in one line, strong keys, secrets from files."""

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic.fields import FieldInfo
from pydantic_settings import NoDecode, PydanticBaseSettingsSource

PREFIX = "TORGET_"
SHORTEST_KEY = 32
FEWEST_DIFFERENT_CHARACTERS = 12


def _parts(value: object) -> object:
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


def _strong(key: str) -> str:
    """A key that nobody guesses; empty means none. Well-known ones are short or repetitive."""
    if key and (len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT_CHARACTERS):
        raise ValueError(
            f"is weak: use at least {SHORTEST_KEY} random characters, as printed by"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return key


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_parts)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_parts)]
Key = Annotated[str, AfterValidator(_strong)]


def setting(
    default: object,
    means: str,
    *,
    shown: str = "",
    secret: bool = False,
    pattern: str | None = None,
) -> Any:
    """One setting. `shown` says the default in words where a value would not."""
    return Field(
        default,
        pattern=pattern,
        description=means,
        json_schema_extra={"shown": shown, "secret": secret},
        repr=not secret,
    )


def is_secret(field: FieldInfo) -> bool:
    """Secrets are never printed, and may also come from the file that `..._FILE` names."""
    return isinstance(field.json_schema_extra, dict) and bool(field.json_schema_extra.get("secret"))


class SecretFiles(PydanticBaseSettingsSource):
    """`TORGET_SECRET_KEY_FILE=/run/secrets/key` and the like, for secrets kept in files."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE") if is_secret(field) else None
        return (Path(path).read_text("utf-8").strip() if path else None, field_name, False)

    def __call__(self) -> dict[str, Any]:
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}
