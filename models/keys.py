"""Keys that are recomputed instead of stored: HMAC(secret, purpose | id | nonce).

Whoever reads the database alone can forge none of them, and a worker can write the same link into
the same letter at every try. A former secret stays accepted, so that printed keys survive rotation.

A key is read aloud and typed from paper: its letters are Crockford's base32, in which O is 0, I and
L are 1, and no U stands to be taken for V.
"""

import base64
import hashlib
import hmac
import secrets

from models.settings import settings

NONCE_BYTES = 12
KEY_LETTERS = 30
"""150 bits: six groups of five on paper, above the 128 bits that ST-1 and ASVS 11.5.1 ask for."""

_MAC_BYTES = 20
_RFC_4648 = "abcdefghijklmnopqrstuvwxyz234567"
_CROCKFORD = str.maketrans(_RFC_4648, "0123456789abcdefghjkmnpqrstvwxyz")
MISREAD = str.maketrans("oilu", "011v")


def nonce() -> str:
    """Fresh randomness to be stored beside the row whose key it makes."""
    return secrets.token_hex(NONCE_BYTES)


def key(purpose: str, id: int | str, nonce: str) -> str:
    """The key of one row for one purpose, in small letters and digits."""
    return _made(settings().secret_key, purpose, id, nonce)


def fits(given: str, purpose: str, id: int | str, nonce: str) -> bool:
    """Compare in constant time, against the present secret and the previous one.

    Case, spaces and hyphens do not matter, nor what looks alike. Keys of letters sent before the
    alphabet changed (RFC 4648, 32 letters) still fit.
    """
    typed = "".join(given.split()).replace("-", "").lower()
    right = False
    for secret in (settings().secret_key, settings().secret_key_previous):
        if secret:
            made, former = _made(secret, purpose, id, nonce), _mac(secret, purpose, id, nonce)
            right |= hmac.compare_digest(typed.translate(MISREAD).encode(), made.encode())
            right |= hmac.compare_digest(typed.encode(), former.encode())
    return right


def begins(given: str, purpose: str, id: int | str, nonce: str, letters: int) -> bool:
    """Whether these are the first so many letters of the key: where there is no room for more."""
    return any(
        hmac.compare_digest(
            given.lower().encode(), _made(secret, purpose, id, nonce)[:letters].encode()
        )
        for secret in (settings().secret_key, settings().secret_key_previous)
        if secret
    )


def grouped(key: str) -> str:
    """A key as it is printed: capitals in groups of five, easy to read aloud. `plain` undoes it."""
    return " ".join(key[at : at + 5] for at in range(0, len(key), 5)).upper()


def plain(given: str) -> str:
    """A key as it was made, from how it was typed or linked: small letters and digits alone."""
    return "".join(letter for letter in given.lower() if letter.isascii() and letter.isalnum())


def stored(secret: str) -> str:
    """How a random secret, such as a session cookie, stands in the database."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _made(secret: str, purpose: str, id: int | str, nonce: str) -> str:
    return _mac(secret, purpose, id, nonce)[:KEY_LETTERS].translate(_CROCKFORD)


def _mac(secret: str, purpose: str, id: int | str, nonce: str) -> str:
    mac = hmac.new(secret.encode(), f"{purpose}|{id}|{nonce}".encode(), hashlib.sha256).digest()
    return base64.b32encode(mac[:_MAC_BYTES]).decode().lower()
