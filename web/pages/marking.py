"""A text with what screening found in it, marked for whoever judges."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from moderation.changes import Passage
from moderation.marking import pieces
from moderation.screening import Hit

BREAK = Markup("<br>")
COMES, GOES = Markup("<ins>{}</ins>"), Markup("<del>{}</del>")


def marked(text: str, hits: Sequence[Hit]) -> Markup:
    """The text as one paragraph of HTML, every found span in <mark>; nothing in it is trusted.
    No text is no paragraph.
    """
    if not text:
        return Markup("")
    made = Markup("")
    for piece in pieces(text, hits):
        lines = BREAK.join(escape(line) for line in piece.text.split("\n"))
        made += Markup("<mark>{}</mark>").format(lines) if piece.rules else lines
    return Markup("<p>{}</p>").format(made)


def passages(found: Sequence[Passage], around: Markup) -> Markup:
    """The text as one paragraph, what the other text has not in COMES or GOES."""
    made = Markup("")
    for passage in found:
        lines = BREAK.join(escape(line) for line in passage.text.split("\n"))
        made += around.format(lines) if passage.changed else lines
    return Markup("<p>{}</p>").format(made)
