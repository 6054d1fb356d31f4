"""Texts as someone would write them who wants a header, a recipient or a line of her own."""

from hypothesis import strategies as st

PIECES = (
    "=?utf-8?q?x=0d=0aReply-To:sam@example.org?=",
    "=?utf-8?b?eA0KQmNjOiBzYW1AZXhhbXBsZS5vcmc=?=",
    "==??utf-8?q?=0a?=",
    "\r\nBcc: sam@example.org\r\n",
    "\nX-Sam: 1",
    "\r",
    "\n.\r\n",
    "\n.\nMAIL FROM:<sam@example.org>\n",
    "\n--=_torget\nContent-Type: text/html\n\n<script>",
    "\x00",
    "\x1b[31m",
    "\x85",
    "\u2028",
    "\u202e\u2066",
    "\u200b\ufeff",
    "\ud800",
    '"><b>',
    "<sam@example.org>",
    "Mörkt på gångvägen vid Storgatan ",
    "👩\u200d👩\u200d👧",
    "From sam ",
    " \t ",
)


def nasty() -> st.SearchStrategy[str]:
    """Mixtures of the pieces and of any characters at all, halves of surrogate pairs too."""
    anything = st.text(st.characters(codec=None), max_size=30)
    return st.lists(st.one_of(st.sampled_from(PIECES), anything), max_size=8).map("".join)
