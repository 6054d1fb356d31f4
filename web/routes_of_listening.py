"""The part of the site map where people are asked on the spot, in a library or at a market."""

from web.entry import Entry, get, officials, post
from web.pages import dialogue_voices, dialogue_voices_staff

ON = ("dialogues",)

LISTENING: tuple[Entry, ...] = (
    get("/h/{reference}", dialogue_voices.short, needs=ON),
    get("/dialogues/{slug}/here", dialogue_voices.show, needs=ON),
    post(
        "/dialogues/{slug}/here",
        dialogue_voices.create,
        form=dialogue_voices.VoiceForm,
        again=dialogue_voices.again,
        limit=dialogue_voices.SAID,
        needs=ON,
    ),
    get("/dialogues/{slug}/here/thanks", dialogue_voices.thanks, needs=ON),
    get("/dialogues/{slug}/voices", dialogue_voices.said, cached=True, needs=ON),
    get(
        "/casework/dialogues/{slug}/poster",
        dialogue_voices_staff.poster,
        allow=officials,
        needs=ON,
    ),
)
