"""A form acts once."""

import pytest
from sqlalchemy.exc import IntegrityError

from models import form_key
from models.database import is_conflict, transaction
from models.errors import Invalid, NotAllowed
from tests import people


def test_a_new_form_has_led_to_nothing(town):
    with transaction() as session:
        assert form_key.earlier(session, form_key.fresh(), "0" * 64) is None


def test_the_same_form_leads_to_the_same_thing(town):
    key, words = form_key.fresh(), form_key.digest({"title": "Lampan"})
    with transaction() as session:
        form_key.remember(session, key, words, "2026-00001")
        assert form_key.earlier(session, key, words) == "2026-00001"
        with pytest.raises(NotAllowed) as refused:
            form_key.earlier(session, key, form_key.digest({"title": "Bänken"}))
    assert refused.value.status == 409


def test_a_second_post_at_the_same_time_is_a_conflict_to_be_tried_again(town):
    key = form_key.fresh()
    with transaction() as session:
        form_key.remember(session, key, "0" * 64, "2026-00001")
    with pytest.raises(IntegrityError) as clash, transaction() as session:
        form_key.remember(session, key, "0" * 64, "2026-00002")
    assert is_conflict(clash.value)


@pytest.mark.parametrize("bad", ["", "short", "x" * 33, "å" * 32, " " * 32, "x" * 31 + "\x00"])
def test_what_is_no_key_is_refused(town, bad):
    with pytest.raises(Invalid) as refused, transaction() as session:
        form_key.earlier(session, bad, "0" * 64)
    assert refused.value.field == "form_key"


def test_every_rendered_form_has_a_key_of_its_own():
    made = {form_key.fresh() for _ in range(100)}
    assert len(made) == 100
    assert {len(key) for key in made} == {form_key.KEY_LENGTH}


def test_the_digest_is_of_every_word_and_of_no_order():
    one, other = people.a_draft(), people.a_draft(place="Storgatan 5")
    assert form_key.digest(vars(one)) != form_key.digest(vars(other))
    backwards = dict(reversed(vars(one).items()))
    assert form_key.digest(vars(one)) == form_key.digest(backwards)
