"""A resident's words: provable, erasable, safe."""

import hashlib
import hmac

import pytest

from models import text
from models.errors import NotFound
from models.text import SALT_BYTES, Text


def test_the_digest_is_an_hmac_of_the_words_in_one_form():
    salt = bytes(range(16))
    expected = hmac.new(salt, "Å".encode(), hashlib.sha256).hexdigest()
    assert text.digest(salt, "", "Å") == text.digest(salt, "", "A\u030a") == expected
    with_title = hmac.new(salt, b"Rubrik\nTexten", hashlib.sha256).hexdigest()
    assert text.digest(salt, "Rubrik", "Texten") == with_title


def test_words_are_stored_beside_their_safe_html(session):
    written = text.write(session, title="Lampan", source="Se <b>här</b>:\n\nwww.exempelby.example")
    row = session.get_one(Text, written.id)
    assert (row.title, row.source) == ("Lampan", "Se <b>här</b>:\n\nwww.exempelby.example")
    assert "<b>" not in row.html
    assert 'rel="nofollow ugc noopener"' in row.html
    assert len(row.salt) == SALT_BYTES
    assert written.digest == text.digest_of(session, written.id)
    assert written.digest == text.digest(row.salt, row.title, row.source)


def test_html_made_before_the_lock_is_the_html_that_is_stored(session):
    written = text.write(session, source="a < b", html=text.prepare("a < b"))
    assert session.get_one(Text, written.id).html == "<p>a &lt; b</p>"


def test_the_same_words_twice_cannot_be_recognised_by_their_digest(session):
    first, second = text.write(session, source="Ja."), text.write(session, source="Ja.")
    assert first.digest != second.digest


def test_words_that_were_disposed_of_have_no_digest(session):
    written = text.write(session, source="Ja.")
    session.delete(session.get_one(Text, written.id))
    session.flush()
    with pytest.raises(NotFound):
        text.digest_of(session, written.id)
