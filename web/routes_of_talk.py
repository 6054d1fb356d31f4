"""The part of the site map where people discuss in dialogues and hand in ideas."""

from web.entry import Entry, get, post
from web.pages import (
    dialogue_helpful,
    dialogue_ideas,
    dialogue_ideas_writing,
    dialogue_talk,
    dialogue_talk_writing,
)
from web.pages.reaching import LETTERS

ON = ("dialogues",)

DISCUSSION: tuple[Entry, ...] = (
    get("/dialogues/{slug}/talk", dialogue_talk.index, cached=True, needs=ON),
    post(
        "/dialogues/{slug}/talk",
        dialogue_talk_writing.create,
        form=dialogue_talk_writing.Written,
        again=dialogue_talk_writing.again,
        limit=LETTERS,
        needs=ON,
    ),
    # Before the address of one comment, which would take it for a number.
    get("/dialogues/{slug}/talk/new", dialogue_talk_writing.new, needs=ON),
    get("/dialogues/{slug}/talk/{number}", dialogue_talk.thread, cached=True, needs=ON),
    get("/dialogues/{slug}/ideas", dialogue_ideas.index, cached=True, needs=ON),
    post(
        "/dialogues/{slug}/ideas",
        dialogue_ideas_writing.create,
        form=dialogue_ideas_writing.Handed,
        again=dialogue_ideas_writing.again,
        limit=LETTERS,
        needs=ON,
    ),
    get("/dialogues/{slug}/ideas/new", dialogue_ideas_writing.new, needs=ON),
    get("/dialogues/{slug}/ideas/{number}", dialogue_ideas.show, cached=True, needs=ON),
    get("/dialogues/{slug}/comments/{number}", dialogue_talk.place, needs=ON),
    post(
        "/dialogues/{slug}/helpful",
        dialogue_helpful.create,
        form=dialogue_helpful.Marked,
        again=dialogue_helpful.again,
        needs=ON,
    ),
)
