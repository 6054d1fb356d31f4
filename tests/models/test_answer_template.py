"""Templates of answers: a closed list of variables, filled once, each wording with its number."""

import pytest

from models import answer_template
from models.database import transaction
from models.errors import Invalid, NotFound, Stale
from tests import people

VALUES = {"name": "", "title": "Hål {phone}", "reference": "2026-00123", "unit": "Gatuenheten"}


@pytest.mark.once
@pytest.mark.parametrize(
    "body", ["Hej {nam}", "Hej { name }", "Hej {}", "{name} {title} {kontakt}"]
)
def test_whatever_is_no_variable_is_refused(body):
    with pytest.raises(Invalid, match="unknown_variable") as refused:
        answer_template.check(body)
    assert refused.value.field == "body"


@pytest.mark.once
def test_every_variable_and_a_brace_alone_may_stand_there():
    whole = " ".join(f"{{{name}}}" for name in answer_template.VARIABLES) + " } och { kvar"
    assert answer_template.check(whole) == whole


@pytest.mark.once
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Hej {name}! Om {title}.", "Hej! Om Hål {phone}."),
        ("{unit}: {reference}", "Gatuenheten: 2026-00123"),
        ("Ring {phone}.", "Ring {phone}."),
        ("{name}\nHej", "\nHej"),
    ],
)
def test_each_place_is_filled_once_and_an_empty_one_leaves_no_gap(body, words):
    assert answer_template.fill(body, VALUES) == words


@pytest.mark.usefixtures("town")
def test_another_wording_has_another_number_and_two_editors_do_not_overwrite_each_other():
    with transaction() as session:
        given = {"unit_id": None, "language": "sv"}
        made = answer_template.save(session, name="Tack", body="Tack {name}", **given)
        change = {"name": "Tack", "body": "Tack så mycket", "template_id": made, **given}
        answer_template.save(session, version=1, **change)
        assert answer_template.take(session, made).version == 2
        with pytest.raises(Stale):
            answer_template.save(session, version=1, **change)


@pytest.mark.usefixtures("town")
def test_a_unit_is_offered_its_own_and_those_for_all_in_the_senders_language_first():
    with transaction() as session:
        case = people.published(session)
        unit = case.unit_id
        for name, of, language in (
            ("A", None, "en"),
            ("B", unit, "sv"),
            ("C", unit % 6 + 1, "sv"),
            ("D", None, "sv"),
        ):
            made = answer_template.save(
                session, name=name, body="Tack", unit_id=of, language=language
            )
        rows = answer_template.fitting(session, case)
        assert [row.name for row in rows] == ["B", "D", "A"]
        answer_template.retire(session, made)
        assert [row.name for row in answer_template.every(session)] == ["A", "B", "C"]
        with pytest.raises(NotFound):
            answer_template.take(session, made)
