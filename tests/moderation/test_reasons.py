"""The list of reasons (MQ-3, MQ-16)."""

from moderation.reasons import BULLETIN_BOARDS, GROUNDS, REPORT_REASONS, Reason
from templates import environment

OBLIGED = {
    *("threat", "privacy_intrusion", "incitement", "hate_speech", "child_abuse", "violence"),
    *("terror", "copyright"),
}


def test_every_reason_says_what_it_rests_on():
    assert set(GROUNDS) == set(Reason)
    for reason, ground in GROUNDS.items():
        assert ground.reference in {BULLETIN_BOARDS, f"rules#{reason.value}"}
        assert ground.illegal or not ground.urgent


def test_the_bulletin_board_act_is_the_ground_for_what_it_obliges_us_to_remove():
    assert {r.value for r in Reason if GROUNDS[r].reference == BULLETIN_BOARDS} == OBLIGED
    assert {r.value for r in Reason if GROUNDS[r].illegal} == OBLIGED | {"unlawful"}


def test_threats_abuse_of_children_and_terror_are_urgent():
    urgent = {reason for reason in Reason if GROUNDS[reason].urgent}
    assert urgent == {Reason.THREAT, Reason.CHILD_ABUSE, Reason.TERROR}


def test_no_reason_is_an_opinion():
    for reason in Reason:
        assert not {"criticism", "negative", "political"} & set(reason.value.split("_"))


def test_every_reason_has_words_and_no_words_lack_a_reason():
    words = environment("en").get_template("_reasons.html").module
    assert set(words.reasons) == set(words.letters) == {reason.value for reason in Reason}
    assert set(words.unlawful_act) == OBLIGED
    assert list(words.report_reasons) == [reason.value for reason in REPORT_REASONS]
