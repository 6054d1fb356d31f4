"""The register of personal details holds every column that could hold one (spec L15)."""

from collections import Counter

from sqlalchemy import Enum, Float, LargeBinary, Numeric, String

from models.masking import Masked
from models.personal import USES
from models.tables import metadata
from tests.house.source import none_of

WORDS = (String, LargeBinary, Float, Numeric, Masked)
PEOPLE = {"person", "contact"}
NAMED = {"actor_id", "latitude", "longitude"}
"""Numbers that tell of somebody all the same."""
# What holds words but tells of nobody: codes, keys and seals of our own, and the municipality's own
# words. A new column stands here or in models/personal.py, and then on the privacy page as well.
NOBODYS = {
    "access_log": {"detail"},
    "allowance": {"what"},
    "appointment": {"source"},
    "answer_template": {"*"},
    "area": {"*"},
    "attachment": {"sha256", "salt"},
    "authority_order": {"*"},
    "ballot": {"*"},
    "board": {"*"},
    "category": {"*"},
    "comment": {"path"},
    "configuration_change": {"*"},
    "configuration_draft": {"*"},
    "configuration_value": {"*"},
    "decision": {"body", "paragraph"},
    "decision_version": {"paragraph"},
    "disposal_run": {"*"},
    "bounce": {"status"},
    "delivery": {
        "message_key",
        "gathers",
        "kind",
        "code",
        "lease_owner",
        "provider_ref",
        "template",
        "rendered",
    },
    "delivery_event": {"kind", "code"},
    "delivery_attempt": {"outcome", "code"},
    "demo_message": {"key"},
    "dialogue": {"*"},
    "diary_counter": {"*"},
    "diary_number": {"series", "written", "found_by"},
    "dialogue_action": {"words", "why"},
    "dialogue_part": {"*"},
    "dialogue_phase": {"*"},
    "dialogue_report": {"influenced"},
    "dialogue_theme": {"name"},
    "event": {"stream", "salt", "prev_hash", "hash"},
    "case_figure": {"outcome"},
    "figures_counted": {"*"},
    "form_key": {"key", "result"},
    "imported": {"source", "source_id"},
    "job_run": {"*"},
    "lease": {"*"},
    "logo": {"*"},
    "meeting": {"place"},
    "meeting_case": {"paragraph", "document_alt", "left_out"},
    "membership": {"nonce"},
    "merging": {"nonce"},
    "month_figure": {"*"},
    "occasion": {"title", "place"},
    "opinion_result": {"*"},
    "organisation": {"name", "number"},
    "outbox": {"lease_owner"},
    "own_download": {"nonce"},
    "panel": {"slug", "name", "often", "purpose"},
    "panel_member": {"nonce"},
    "panel_sample": {"seed"},
    "particulars": {"board", "receiver", "receiver_contact"},
    "picture_mask": {"sha256", "squares"},
    "poll": {"*"},
    "poll_option": {"*"},
    "profile": {"data"},
    "promise": {"*"},
    "question": {"*"},
    "question_wording": {"*"},
    "reorganisation": {"slug", "name_sv", "name_en"},
    "reorganised_row": {"*"},
    "retention_rule": {"*"},
    "review_appeal": {"code", "language"},
    "rule_pause": {"*"},
    "release_cover": {"part", "provision"},
    "report": {"code", "language"},
    "sanction": {"code", "lifted_why"},
    "second_look": {"reason"},
    "second_opinion": {"code"},
    "sms_route": {"*"},
    "sms_traffic": {"*"},
    "statement": {"nonce", "decision", "scope", "ground", "ground_ref"},
    "stream": {"*"},
    "submission": {"reference", "nonce"},
    "subscription": {"nonce"},
    "support_batch": {"domain"},
    "support_finding": {"domain"},
    "text": {"salt"},
    "theme_answer": {"words"},
    "token": {"nonce"},
    "unit": {"*"},
    "verdict_note": {"*"},
}


def _could_be_personal(column) -> bool:
    points = any(key.column.table.name in PEOPLE for key in column.foreign_keys)
    holds = isinstance(column.type, WORDS) and not isinstance(column.type, Enum)
    return points or holds or column.name in NAMED


def columns() -> set[str]:
    return {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.c
        if _could_be_personal(column)
    }


def listed() -> list[str]:
    return [
        column for use in USES.values() for columns in use.fields.values() for column in columns
    ]


def nobodys() -> set[str]:
    return {
        column
        for column in columns()
        if {column.partition(".")[2], "*"} & NOBODYS.get(column.partition(".")[0], set())
    }


def test_every_column_that_could_tell_of_a_person_is_in_the_register_or_tells_of_nobody():
    none_of(sorted(columns() - set(listed()) - nobodys()))


def test_no_column_is_listed_twice_or_as_both():
    none_of([column for column, times in Counter(listed()).items() if times > 1])
    none_of(sorted(set(listed()) & nobodys()))


def test_everything_listed_is_there():
    known = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.c
    }
    none_of(sorted(set(listed()) - known))
    named = {f"{table}.{name}" for table, names in NOBODYS.items() for name in names - {"*"}}
    none_of(sorted(named - columns()))
