"""What the demonstration says: proofread, invented, and safe to show to anyone."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from models.states import HANDED_IN, Kind
from moderation.reasons import Reason
from web.commands.demo import FOLDER, days, told
from web.commands.demo.life import VERBS

pytestmark = pytest.mark.once

PEOPLE, CASES = told()
OFFICIALESE = (
    "handläggs", "handläggning", "erhåll", "beaktas", "beakta ", "avseende", "erfordras",
    "vederbör", "härmed", "ifråga", "i fråga om", "ovanstående", "nedanstående", "snarast",
    "inom kort", "skyndsamt", "åligger", "åtgärdas", "tillse ", "tillhandahåll", "införskaffa",
    "föreligger", "gällande att", "återkoppl", "kommunikation kring",
)  # fmt: skip
ENGLISH = {
    "the", "and", "is", "of", "you", "your", "with", "this", "that", "not", "case", "yes", "please",
    "street", "answer", "sorry", "hello", "thanks",
}  # fmt: skip
OFFICIAL = {
    "answer", "ask", "call", "close", "consult", "correct", "correct_answer", "delay", "draft",
    "hand_over", "let_read", "merge", "note", "refuse", "reply", "return",
}  # fmt: skip


def _words_of_officials() -> Iterator[tuple[str, str]]:
    for case in CASES:
        for _, does, *given in case.get("life", ()):
            if does in OFFICIAL:
                yield case["title"], " ".join(part for part in given if " " in str(part))
        for part in ("summary", "reasons"):
            if part in case.get("decision", {}):
                yield case["title"], case["decision"][part]


def _words() -> Iterator[tuple[str, str]]:
    for case in CASES:
        yield case["title"], case["title"]
        yield case["title"], days.paragraphs(case["text"])
        yield from ((case["title"], said[2]) for said in case.get("comments", ()))
    yield from ((title, days.paragraphs(words)) for title, words in _words_of_officials())


def _wrong(pattern: str) -> list[str]:
    return [
        f"{title}: {found}" for title, words in _words() if (found := re.findall(pattern, words))
    ]


def test_there_is_enough_of_every_kind_to_show_a_council():
    many = {kind: sum(case["kind"] == kind for case in CASES) for kind in HANDED_IN}
    assert many[Kind.PROPOSAL] >= 20
    assert many[Kind.FAULT_REPORT] >= 14
    assert many[Kind.COMPLAINT] >= 13
    assert many[Kind.QUESTION] >= 8
    assert many[Kind.PRAISE] >= 5


def test_every_case_has_a_title_of_its_own_that_fits():
    titles = [case["title"] for case in CASES]
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if not 3 <= len(title) <= 120] == []


def test_every_text_fits_in_its_field():
    assert [title for title, words in _words() if not 1 <= len(words) <= 5000] == []
    assert max(len(case["text"]) for case in CASES) > 1000
    assert min(len(case["text"]) for case in CASES) < 100


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\S {2,}\S", id="two spaces"),
        pytest.param(r'["“„«»]', id="quotes that are not Swedish"),
        pytest.param(r"\S+ [,.;:!?](?:\s|$)", id="a space before a mark"),
        pytest.param(r"[,;][^\s\d”)]", id="no space after a mark"),
        pytest.param(r"\.\.\.| - | -- |–\s", id="dashes and dots"),
        pytest.param(r"\{(?!v?[+-]\d+\})", id="a day that nobody can work out"),
        pytest.param(r"(?i)\b(\w{2,}) \1\b", id="a word twice"),
    ],
)
def test_the_words_are_proofread(pattern):
    assert _wrong(pattern) == []


def test_nothing_is_said_in_english():
    assert [
        (title, word)
        for title, words in _words()
        for word in re.findall(r"[^\W\d_]+", words.lower())
        if word in ENGLISH
    ] == []


def test_officials_write_as_people_do():
    said = list(_words_of_officials())
    assert [
        (title, word) for title, words in said for word in OFFICIALESE if word in words.lower()
    ] == []
    assert [title for title, words in said if words.count("!") > 1] == []


def test_every_reason_and_every_step_is_one_that_exists():
    known = {str(reason) for reason in Reason}
    for case in CASES:
        for _, does, *given in case.get("life", ()):
            assert does == "votes" or does in VERBS
            assert does not in {"refuse", "unpublish", "hide"} or given[0] in known


def test_the_commonest_reasons_for_not_publishing_are_there():
    given = {entry[2] for case in CASES for entry in case.get("life", ()) if entry[1] == "refuse"}
    assert given >= {
        Reason.OUT_OF_REMIT,
        Reason.INDIVIDUAL_CASE,
        Reason.ABUSIVE,
        Reason.ADVERTISING,
        Reason.SIMILAR_OPEN,
        Reason.DECIDED_RECENTLY,
        Reason.SEVERAL_MATTERS,
    }


def test_nobody_in_it_can_be_reached():
    addresses = [one["email"] for one in PEOPLE if "email" in one]
    addresses += [case["stranger"] for case in CASES if "stranger" in case]
    assert [one for one in addresses if not one.endswith("@example.org")] == []
    numbers = [one["phone"] for one in PEOPLE if "phone" in one]
    numbers += [case["call"] for case in CASES if "call" in case]
    assert numbers
    assert [
        one for one in numbers if not 701740605 <= int(one.removeprefix("+46")) <= 701740699
    ] == []
    assert [one for _, words in _words() for one in re.findall(r"\S+@\S+", words)] == []
    receivers = [case["receiver"][1] for case in CASES if "receiver" in case]
    assert receivers
    assert [one for one in receivers if not one.endswith(".example")] == []


def test_every_picture_is_there_small_and_told_of():
    named = {case["photo"]: case["photo_alt"] for case in CASES if "photo" in case}
    answers = [entry for case in CASES for entry in case.get("life", ()) if entry[1] == "answer"]
    named |= {entry[3]: entry[4] for entry in answers if len(entry) > 3}
    files = {file.name: file.stat().st_size for file in FOLDER.glob("*.jpg")}
    assert set(named) == set(files)
    assert max(files.values()) < 30_000
    assert all(alt.endswith(".") and len(alt) <= 200 for alt in named.values())


def test_every_role_has_somebody():
    roles = [one.get("role", "resident") for one in PEOPLE]
    assert roles.count("moderator") == 2
    assert roles.count("official") == 5
    assert {"administrator", "auditor"} <= set(roles)
    assert roles.count("resident") >= 12


def test_days_in_a_text_are_written_out_and_never_fall_on_a_free_day():
    christmas = date(2026, 12, 23)
    assert days.dated("senast {+1}", christmas) == "senast måndag 28 december"
    assert days.dated("sedan {-1}", date(2026, 11, 16)) == "sedan fredag 13 november"
    assert days.dated("vecka {v+10}", date(2026, 11, 12)) == "vecka 48"


def test_lines_of_a_file_become_paragraphs_and_lists():
    assert days.paragraphs("\nEn rad\ndelad.\n\n- ett\n  och mer\n- två\n") == (
        "En rad delad.\n\n- ett och mer\n- två"
    )
