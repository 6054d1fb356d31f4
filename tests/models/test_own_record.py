"""What a person may have of all we know about her: every part of it, and nothing of anybody else."""

from models import own_record
from models.tables import metadata
from tests.house.source import none_of
from tests.models.test_erasing import STAFF, STAFF_COLUMNS

NAMES = {"person", "contact"}
LEFT_OUT = {
    "address_change.old_id": "the address is among hers, or not hers any more",
    "address_change.new_id": "the address is among hers, or was never hers",
    "known_number.person_id": "a seal that says nothing; that there is one is said on the page",
    "move_question.person_id": "where her support stands now is among what she supports",
    "move_question.contact_id": "what was sent there is among her letters",
    "second_opinion.person_id": "what came of it is among what we have decided of her",
    "event.actor_id": "what she did stands in the history of her cases",
    "access_log.person_id": "what she did at work, of others",
    "appointment.person_id": "her work for the municipality, which she knows from her employer",
    "membership.invited_by_id": "who asked somebody else",
    "panel_member.invited_by_id": "work",
    "organisation.made_by_id": "work",
    "invitation.contact_id": "her work",
    "invitation.by_id": "her work",
}
"""Columns that name somebody and are in no part, each with the reason."""
LOOSE = {"event.actor_id", "access_log.person_id", "access_log.about_person_id"}
"""Columns that name a person without a key to her row."""


def in_parts():
    return [column for part in own_record.PARTS for column in part.columns]


def test_every_column_that_names_somebody_is_in_the_record_or_has_a_reason_not_to_be():
    naming = LOOSE | {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        if table.name not in STAFF
        for column in table.c
        if f"{table.name}.{column.name}" not in STAFF_COLUMNS
        and any(key.column.table.name in NAMES for key in column.foreign_keys)
    }
    known = set(in_parts()) | set(LEFT_OUT)
    none_of(sorted(naming - known - STAFF_COLUMNS))
    none_of(sorted(set(LEFT_OUT) - naming))
    none_of(sorted(set(in_parts()) & set(LEFT_OUT)))


def test_each_part_has_one_name():
    names = [part.name for part in own_record.PARTS]
    assert len(names) == len(set(names))
