"""Keys that are recomputed instead of stored: HMAC(secret, purpose | id | nonce).

Whoever reads the database alone can forge none of them, and a worker can write the same link into
the same letter at every try. A former secret stays accepted, so that printed keys survive rotation.
"""

import base64
import hashlib
import hmac
import secrets

from models.settings import settings

NONCE_BYTES = 12
KEY_BYTES = 20
"""160 bits: 32 letters of base32, above the 128 bits that ST-1 and ASVS 11.5.1 ask for."""


def nonce() -> str:
    """Fresh randomness to be stored beside the row whose key it makes."""
    return secrets.token_hex(NONCE_BYTES)


def key(purpose: str, id: int | str, nonce: str) -> str:
    """The key of one row for one purpose, in lower-case base32."""
    return _made(settings().secret_key, purpose, id, nonce)


def fits(given: str, purpose: str, id: int | str, nonce: str) -> bool:
    """Compare in constant time, against the present secret and the previous one."""
    given = given.strip().replace(" ", "").replace("-", "").lower()
    known = (settings().secret_key, settings().secret_key_previous)
    return any(
        hmac.compare_digest(given.encode(), _made(secret, purpose, id, nonce).encode())
        for secret in known
        if secret
    )


def plain(given: str) -> str:
    """A key as it was made, from how it was typed or linked: small letters and digits alone."""
    return "".join(letter for letter in given.lower() if letter.isascii() and letter.isalnum())


def stored(secret: str) -> str:
    """How a random secret, such as a session cookie, stands in the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _made(secret: str, purpose: str, id: int | str, nonce: str) -> str:
    mac = hmac.new(secret.encode(), f"{purpose}|{id}|{nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:KEY_BYTES]).decode().lower()
