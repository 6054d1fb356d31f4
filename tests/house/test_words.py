"""The catalogues are complete: no resident meets a word that nobody translated."""

import re

from tests.house.source import none_of
from tests.house.words import idle, lacking, placeholders, strings, translated, used

BARE_PERCENT = re.compile(r"%(?!\(\w+\)s|%)")


def _every_translation():
    for (_, msgid), files in translated("sv").items():
        for name, message in files.items():
            yield f"{name}: {msgid!r}", message


def test_words_are_found_in_the_templates():
    assert len(used()) > 100


def test_every_word_in_use_is_translated():
    lines = [f"{key[1]!r} at {', '.join(use.places)}" for key, use in lacking("sv").items()]
    none_of(lines)


def test_no_translation_is_left_of_a_word_that_is_gone():
    none_of([f"{key[1]!r} in {', '.join(files)}" for key, files in idle("sv").items()])


def test_no_word_is_translated_in_two_ways():
    wrong = [
        f"{msgid!r}: {', '.join(files)}"
        for (_, msgid), files in translated("sv").items()
        if len({strings(message) for message in files.values()}) > 1
    ]
    none_of(wrong)


def test_a_translation_fills_in_the_same_values():
    wrong = []
    for where, message in _every_translation():
        forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
        values = strings(message)
        # "One case" may leave its number out, the form for many may not.
        if placeholders(*values) - placeholders(*forms) or (
            placeholders(values[-1]) != placeholders(forms[-1])
        ):
            wrong.append(where)
    none_of(wrong)


def test_no_percent_sign_stands_alone():
    """Every text is filled in with the % operator, also one without values."""
    wrong = [
        f"{form!r} at {use.places[0]}"
        for use in used().values()
        for form in use.forms
        if BARE_PERCENT.search(form)
    ]
    wrong += [
        where
        for where, message in _every_translation()
        if any(BARE_PERCENT.search(value) for value in strings(message))
    ]
    none_of(wrong)
