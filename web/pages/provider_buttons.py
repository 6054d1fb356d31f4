"""The buttons that lead to providers of identities: links, because no form may leave the site."""

from typing import Any
from urllib.parse import urlencode

from models.settings import settings
from models.settings.identity import Provider
from models.viewer import Viewer


def path(provider: Provider, **query: str) -> str:
    """Where the way to a provider begins. Empty parts of the query are left out."""
    said = urlencode({name: value for name, value in query.items() if value})
    return f"/sign-in/with/{provider.name}" + (f"?{said}" if said else "")


def button(provider: Provider, language: str, **query: str) -> dict[str, Any]:
    """`url`; `text`, "" where the page says it with `title`; `below` the field for an address."""
    return {
        "url": path(provider, **query),
        "text": provider.button.in_language(language) if provider.button else "",
        "title": provider.title.in_language(language),
        "below": provider.below,
    }


def way_out(viewer: Viewer) -> str:
    """Where whoever came through a provider is asked whether she wants to leave that as well."""
    provider = settings().provider(viewer.provider)
    return f"{path(provider)}/left" if provider and provider.sign_out else ""


def buttons(language: str, **query: str) -> list[dict[str, Any]]:
    """One for each provider, in the order of the operator's file."""
    return [button(provider, language, **query) for provider in settings().providers]
