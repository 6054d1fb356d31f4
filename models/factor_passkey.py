"""Passkeys: a key pair in a telephone, a computer or a stick, and only the public half here.

WebAuthn Level 3, verified by the library. No attestation is asked for: which make of stick somebody
has is no business of ours.
"""

import base64
import hashlib
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from models import challenge, factor
from models.calendar import now
from models.database import lock_rows
from models.errors import Gone, NotFound
from models.factor import FactorKind, factors
from models.settings import settings
from models.viewer import Viewer

LONGEST_ANSWER = 16 * 1024
"""Characters of what a browser sends; more than any passkey needs."""

_f = factors.c
_KEYS = (
    select(_f.id, _f.credential, _f.secret, _f.counter)
    .where(_f.person_id == bindparam("person"), _f.kind == FactorKind.PASSKEY)
    .limit(factor.MOST)
)


def host() -> str:
    """The name that passkeys are bound to; "" where a browser makes none: at a bare IP address."""
    name = urlsplit(settings().base_url).hostname or ""
    try:
        ip_address(name)
    except ValueError:
        return name
    return ""


def wanted(session: Session, viewer: Viewer, *, site: str, whose: str) -> str:
    """What the browser is asked to make a new passkey by, as JSON.

    `site` and `whose` are what the person will know it by again. Raises NotFound where no browser
    makes one, NotAllowed for whoever has as many as anybody may have.
    """
    # Not loaded at start, in all of this module: only staff who have one need it.
    import webauthn
    from webauthn.helpers import structs

    if not host():
        raise NotFound
    person_id = viewer.person_id or 0
    factor.room_for_one(session, person_id)
    asked = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name=site,
        user_name=whose,
        # The same for all passkeys of a person, and nothing that says who she is.
        user_id=hashlib.sha256(f"torget/person/{person_id}".encode()).digest(),
        challenge=challenge.fresh(session, viewer),
        exclude_credentials=_known(session, person_id),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.DISCOURAGED,
            user_verification=structs.UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(asked)


def add(session: Session, viewer: Viewer, answer: str, name: str) -> bool:
    """Keep the passkey that the browser made. False where its answer does not hold."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    person_id = viewer.person_id or 0
    factor.room_for_one(session, person_id)
    try:
        made = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge.take(session, viewer),
            expected_rp_id=host(),
            expected_origin=settings().base_url,
        )
    except (WebAuthnException, Gone, ValueError):
        return False
    credential = _named(made.credential_id)
    if session.execute(select(_f.id).where(_f.credential == credential)).first() is not None:
        return False
    session.execute(
        insert(factors).values(
            person_id=person_id,
            kind=FactorKind.PASSKEY,
            name=name,
            secret=made.credential_public_key,
            credential=credential,
            counter=made.sign_count,
            created_at=now(),
            confirmed_at=now(),
        )
    )
    factor.added(session, person_id)
    return True


def asked(session: Session, viewer: Viewer) -> str:
    """What the browser is asked to show one of her passkeys by, as JSON.

    Raises NotFound for whoever has none.
    """
    import webauthn

    hers = _known(session, viewer.person_id or 0)
    if not (hers and host()):
        raise NotFound
    return webauthn.options_to_json(
        webauthn.generate_authentication_options(
            rp_id=host(),
            challenge=challenge.fresh(session, viewer),
            allow_credentials=hers,
        )
    )


def fits(session: Session, viewer: Viewer, answer: str) -> bool:
    """Whether it was signed by one of her passkeys, for this challenge, browser and site.

    A passkey that counts and counts backwards has been copied: it is not taken (WebAuthn 7.2).
    """
    import webauthn
    from webauthn.helpers import parse_authentication_credential_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        expected = challenge.take(session, viewer)
        given = parse_authentication_credential_json(answer)
        row = next(
            row
            for row in session.execute(lock_rows(_KEYS), {"person": viewer.person_id}).all()
            if row.credential == _named(given.raw_id)
        )
        shown = webauthn.verify_authentication_response(
            credential=given,
            expected_challenge=expected,
            expected_rp_id=host(),
            expected_origin=settings().base_url,
            credential_public_key=row.secret,
            credential_current_sign_count=row.counter,
        )
    except (WebAuthnException, Gone, ValueError, StopIteration):
        return False
    session.execute(
        update(factors).where(_f.id == row.id).values(counter=shown.new_sign_count, used_at=now())
    )
    return True


def _known(session: Session, person_id: int) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    rows = session.execute(_KEYS, {"person": person_id}).all()
    return [
        PublicKeyCredentialDescriptor(id=base64.urlsafe_b64decode(row.credential)) for row in rows
    ]


def _named(credential: bytes) -> str:
    return base64.urlsafe_b64encode(credential).decode()
