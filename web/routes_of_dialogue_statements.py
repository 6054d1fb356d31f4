"""The part of the site map where people take a stand on the statements of a dialogue."""

from web.entry import Entry, get, officials, post
from web.networks import Limit
from web.pages import (
    dialogue_statements,
    dialogue_statements_result,
    dialogue_statements_staff,
)

ON = ("dialogues",)
RATED = Limit("rating", most=3_000, seconds=600)
"""Buttons of one network: a school class that answers three hundred statements each in an hour."""
WRITTEN = Limit("statement", most=60, seconds=600)
DOOR = Limit("door", most=60, seconds=600)

STATEMENTS_OF_DIALOGUES: tuple[Entry, ...] = (
    get("/dialogues/{slug}/statements", dialogue_statements.show, needs=ON),
    post(
        "/dialogues/{slug}/statements",
        dialogue_statements.create,
        form=dialogue_statements.StatementForm,
        again=dialogue_statements.again,
        limit=WRITTEN,
        needs=ON,
    ),
    post(
        "/dialogues/{slug}/statements/answers",
        dialogue_statements.answer,
        form=dialogue_statements.AnswerForm,
        again=dialogue_statements.show,
        limit=RATED,
        needs=ON,
    ),
    post(
        "/dialogues/{slug}/statements/link",
        dialogue_statements.door,
        again=dialogue_statements.show,
        limit=DOOR,
        needs=ON,
    ),
    get("/dialogues/{slug}/statements/new", dialogue_statements.new, needs=ON),
    get("/dialogues/{slug}/statements/how", dialogue_statements.how, cached=True, needs=ON),
    # An ending comes before the address without one.
    get(
        "/dialogues/{slug}/statements/result.json",
        dialogue_statements_result.data,
        cached=True,
        needs=ON,
    ),
    get(
        "/dialogues/{slug}/statements/result.csv",
        dialogue_statements_result.table,
        cached=True,
        needs=ON,
    ),
    get(
        "/dialogues/{slug}/statements/result",
        dialogue_statements_result.show,
        cached=True,
        needs=ON,
    ),
    get(
        "/casework/dialogues/{slug}/phases/{id}/statements",
        dialogue_statements_staff.show,
        allow=officials,
        needs=ON,
    ),
    post(
        "/casework/dialogues/{slug}/phases/{id}/statements",
        dialogue_statements_staff.add,
        form=dialogue_statements_staff.StatementsForm,
        again=dialogue_statements_staff.show,
        allow=officials,
        needs=ON,
    ),
    post(
        "/casework/dialogues/{slug}/phases/{id}/statements/result",
        dialogue_statements_staff.choose,
        form=dialogue_statements_staff.LiveForm,
        again=dialogue_statements_staff.show,
        allow=officials,
        needs=ON,
    ),
)
