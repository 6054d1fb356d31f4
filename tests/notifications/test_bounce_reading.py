"""What a returned letter says: never an exception, and never more than stands in it. Pure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.bounce import BounceKind
from models.statuses import meaning, status_in
from notifications.bounce_reading import NOTHING, read
from notifications.returning import MOST_LOOKED_AT
from tests.notifications.returned import BROKEN, OURS, away, complaint, exim, qmail, report

K = BounceKind
NAMED = ((17, "abcdefgh01234567"),)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", K.GONE),
        ("5.1.10", K.GONE),
        ("5.0.0", K.GONE),
        ("5.2.1", K.GONE),
        ("5.4.4", K.GONE),
        ("5.2.2", K.FULL),
        ("4.2.2", K.FULL),
        ("4.4.1", K.LATER),
        ("5.4.7", K.LATER),
        ("5.7.1", K.REFUSED),
        ("5.3.4", K.REFUSED),
        ("5.1.8", K.REFUSED),
    ],
)
def test_a_report_by_the_standard_says_what_is_wrong(status, kind):
    found = read(report(OURS, status))
    assert (found.kind, found.named) == (kind, NAMED)
    assert found.status == status


def test_a_note_that_it_takes_longer_is_no_failure():
    assert read(report(OURS, "4.4.1", action="delayed")).kind is None


def test_the_worst_of_several_recipients_counts():
    two = report(OURS, "4.4.1").replace(
        b"\r\n\r\n--b1\r\nContent-Type: text/rfc822-headers",
        b"\r\n\r\nFinal-Recipient: rfc822; x@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        b"--b1\r\nContent-Type: text/rfc822-headers",
    )
    assert read(two).kind is K.GONE


@pytest.mark.parametrize("envelope", ["Delivered-To", "X-Original-To", "Envelope-To", "To"])
def test_the_letter_is_named_by_the_address_it_came_to(envelope):
    assert read(report(OURS, envelope=envelope)).named == NAMED


def test_the_envelope_of_the_post_office_comes_first():
    other = "bounce+18.abcdefgh01234567@torget.example"
    assert read(report(OURS), (other,)).named == ((18, "abcdefgh01234567"), *NAMED)


def test_who_names_a_thousand_letters_is_read_no_further():
    many = b"To: " + b", ".join(b"bounce+%d.abcdefgh@x.example" % n for n in range(200))
    assert len(read(many + b"\r\n\r\n").named) <= MOST_LOOKED_AT


@pytest.mark.parametrize("written", [qmail, exim])
def test_what_follows_no_standard_is_known_by_the_library(written):
    assert (read(written(OURS)).kind, read(written(OURS)).named) == (K.GONE, NAMED)


def test_an_automatic_reply_is_no_bounce():
    assert (read(away(OURS)).kind, read(away(OURS)).named) == (None, NAMED)


def test_a_complaint_names_the_letter_inside_it():
    assert (read(complaint(OURS)).kind, read(complaint(OURS)).named) == (K.COMPLAINT, NAMED)
    assert read(complaint(OURS, "not-spam")).kind is None


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "utf-8"])
def test_swedish_words_around_a_status_harm_nothing(charset):
    swedish = report(OURS, words="Brevet till Åsa Öberg gick inte fram", charset=charset)
    assert (read(swedish).kind, read(swedish).status) == (K.GONE, "5.1.1")


@pytest.mark.parametrize("name", BROKEN)
def test_whatever_comes_is_read_to_an_end(name):
    found = read(BROKEN[name])
    assert found.status.isascii()
    assert all(proof.isascii() for _, proof in found.named)


@given(
    st.binary(max_size=400),
    st.sampled_from([report(OURS), complaint(OURS), qmail(OURS)]),
    st.data(),
)
def test_a_message_with_anything_in_any_place_is_read_to_an_end(noise, message, data):
    at = data.draw(st.integers(0, len(message)))
    until = data.draw(st.integers(at, len(message)))
    found = read(message[:at] + noise + message[until:])
    assert found == NOTHING or found.status.isascii()


@given(st.text(max_size=60))
def test_a_status_is_found_in_anything_or_nowhere(text):
    status = status_in(text)
    assert status == "" or status in text
    meaning(text)
