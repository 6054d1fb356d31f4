"""What residents write: plain text, cleaned when it comes in, made into HTML once when stored.

No HTML and no markup language is accepted. Blank lines part paragraphs, lines beginning with
`- ` or `1. ` are lists, and web and e-mail addresses become links. All else is shown as typed.
"""

import re
import unicodedata

from models.links import SCHEMES, linked

BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Characters that turn the direction of text around: the inside of a regular expression's []."""
INVISIBLE = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that show nothing and so can hide a word from a search: the inside of a []."""
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_EMOJI = "\u2190-\u2bff\u3030\u303d\U0001f000-\U0001faff"
_ARABIC = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f"
# A joiner stays where writing needs it: inside an emoji, and between Persian letters.
_REMOVED = re.compile(
    f"[{_CONTROLS}{BIDI_CONTROLS}{INVISIBLE}]"
    f"|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)\u200d|\u200d(?![{_EMOJI}])"
    f"|(?<![{_ARABIC}])\u200c|\u200c(?![{_ARABIC}])"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Four marks on one letter serve every language; hundreds of them paint over the lines around.
_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a"
_MARKS += "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_TOO_MANY_MARKS = re.compile(f"([{_MARKS}]{{4}})[{_MARKS}]+")
_BLANK_LINES = re.compile("\n{4,}")

_TAGS = frozenset({"a", "br", "li", "ol", "p", "ul"})
_ATTRIBUTES = frozenset({"href", "rel"})
_BULLET = re.compile(r"[-*•] +(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)] +(?=\S)")


def clean(raw: str) -> str:
    """Text as it is stored and digested: NFC, LF, no controls, nothing unseen, trimmed, at most
    two blank lines on end. Cleaning again changes nothing.
    """
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", raw)).replace("\t", " ")
    text = unicodedata.normalize("NFC", _REMOVED.sub("", text))
    text = _TOO_MANY_MARKS.sub(r"\1", text)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n\n", text).strip()


def clean_line(raw: str) -> str:
    """A title or a name: cleaned, on one line, with single spaces."""
    return " ".join(clean(raw).split())


def prose(source: str) -> str:
    """The HTML of a text, safe to insert into a page as it is.

    The tags are made here from escaped text; Bleach and nh3 then each remove what the other
    should have, so that a fault in one of the three never reaches a reader.
    """
    # web.app must not load these before the first text is written.
    import bleach
    import nh3

    made = "".join(_block(block) for block in clean(source).split("\n\n") if block.strip())
    bleached: str = bleach.clean(
        made, tags=_TAGS, attributes={"a": sorted(_ATTRIBUTES)}, protocols=SCHEMES
    )
    return nh3.clean(
        bleached,
        tags=set(_TAGS),
        attributes={"a": set(_ATTRIBUTES)},
        url_schemes=set(SCHEMES),
        link_rel=None,  # ours is there already; nh3 cannot both check and set it
    )


def _block(block: str) -> str:
    """Lines without a blank line between them: lists, and paragraphs of what is between lists."""
    lines = block.strip("\n").split("\n")
    parts: list[str] = []
    plain: list[str] = []
    at = 0
    while at < len(lines):
        tag, items = _list_at(lines, at)
        if not items:
            plain.append(lines[at])
            at += 1
            continue
        parts += [_paragraph(plain), f"<{tag}>", *(f"<li>{linked(item)}</li>" for item in items)]
        parts.append(f"</{tag}>")
        plain = []
        at += len(items)
    return "".join([*parts, _paragraph(plain)])


def _list_at(lines: list[str], at: int) -> tuple[str, list[str]]:
    """The list that begins at a line: its tag and items; no items unless there are two or more.

    One dash is a dash, and a number that does not count from one is somebody's own number.
    """
    tag = "ul" if _BULLET.match(lines[at]) else "ol"
    items: list[str] = []
    for line in lines[at:]:
        mark = _BULLET.match(line) if tag == "ul" else _NUMBER.match(line)
        if mark is None or (tag == "ol" and int(mark[1]) != len(items) + 1):
            break
        items.append(line[mark.end() :])
    return tag, items if len(items) > 1 else []


def _paragraph(lines: list[str]) -> str:
    return f"<p>{'<br>'.join(map(linked, lines))}</p>" if lines else ""
