"""A security key made of software: it does what a person's own would, and what a thief's might."""

import base64
import hashlib
import json
import secrets
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, MADE = 0x01, 0x40


class Authenticator:
    """One key pair for one site. `counter` is how often it says that it was used; many that are
    kept in several telephones do not count, and always say 0.
    """

    def __init__(self, origin: str, *, counts: bool = True) -> None:
        self.origin = origin
        self.counter = int(counts)
        self._counts = counts
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._id = secrets.token_bytes(32)

    def make(self, asked: str) -> str:
        """The answer to being asked for a new passkey."""
        options = json.loads(asked)
        numbers = self._key.public_key().public_numbers()
        public = {1: 2, 3: -7, -1: 1, -2: _32(numbers.x), -3: _32(numbers.y)}
        made = bytes(16) + struct.pack(">H", len(self._id)) + self._id + cbor2.dumps(public)
        data = self._data(options["rp"]["id"], PRESENT | MADE) + made
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(
            clientDataJSON=self._client("webauthn.create", options),
            attestationObject=attestation,
        )

    def show(self, asked: str) -> str:
        """The answer to being asked for a passkey that it has."""
        options = json.loads(asked)
        self.counter += self._counts
        data = self._data(options["rpId"], PRESENT)
        client = self._client("webauthn.get", options)
        signed = self._key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signed)

    def _data(self, host: str, flags: int) -> bytes:
        return hashlib.sha256(host.encode()).digest() + struct.pack(">BI", flags, self.counter)

    def _client(self, kind: str, options: dict) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(said).encode()

    def _answer(self, **response: bytes) -> str:
        called = _text(self._id)
        return json.dumps(
            {
                "id": called,
                "rawId": called,
                "type": "public-key",
                "response": {name: _text(value) for name, value in response.items()},
                "clientExtensionResults": {},
            }
        )


def _32(number: int) -> bytes:
    return number.to_bytes(32, "big")


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")
