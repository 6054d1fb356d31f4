"""Ideas: what people hand in while ideas are collected. Replies to them are comments.

The title of an idea is the first paragraph of its words, so that whatever is done with the words of
a comment (reading, hiding a detail, masking, an appeal) is done with the title too.
"""

from typing import NamedTuple

LONGEST_TITLE = 120
_END = "</p>"


class Idea(NamedTuple):
    title: str
    html: str
    """What stands below the title."""


def written(title: str, words: str) -> str:
    """An idea as the words of a comment. `title` is one line, `words` may have many."""
    return f"{title}\n\n{words}"


def read(source: str, html: str) -> Idea:
    """The title and the rest of an idea, from its words and what was made of them."""
    title, _, rest = source.partition("\n")
    paragraph, _, below = html.partition(_END)
    if not rest or "<br" in paragraph or not paragraph.startswith("<p>"):
        # A moderator has left other words; nothing of them may be lost.
        return Idea(title, html if rest else "")
    return Idea(title, below)
