"""Words that hurt whoever they are said to, and what sounds like a threat, in Swedish and English.

The list is ours, short and open to everyone: nothing in it is criticism, and nothing found by it is
ever stopped by it (spec MQ-16). Words that many say of themselves or use in earnest are not in it.
"""

import re

from moderation.inflection import Class, forms

BASES: dict[Class, tuple[str, ...]] = {
    Class.OR: ("fitta", "hora", "slyna", "slampa", "subba"),
    Class.AR: (*("kuk", "jävel", "skitstövel", "dumskalle", "svartskalle", "skithög", "blatte"),),
    Class.ER: ("idiot", "kretin", "mongoloid", "neger", "imbecill"),
    Class.NEUTER: (
        *("pucko", "mongo", "rövhål", "arsle", "svinhuvud", "kukhuvud", "äckel", "avskum", "luder"),
    ),
    Class.ADJECTIVE: ("efterbliven", "hjärndöd"),
    Class.ENGLISH: (
        *("asshole", "bastard", "bitch", "cunt", "faggot", "fuck", "moron", "nigger", "retard"),
        *("twat", "wanker", "whore"),
    ),
    Class.FIXED: ("kärringjävel", "gubbjävel", "jävla", "jävlas", "motherfucker", "tattarjävel"),
}
TAILS = (
    *forms("jävel", Class.AR),
    *forms("idiot", Class.ER),
    *forms("fitta", Class.OR),
    *forms("svartskalle", Class.AR),
)
"""What the end of a longer word says it all by: kommunjävlarna."""

_WHOM = r"(?:dig|er|honom|henne|hen|dem|dom|you|him|her|them)"
_ACT = (
    r"(?:döda|mörda|skjuta|knivhugga|misshandla|spöa|hugga|strypa|spränga|bränna|skada|slå ihjäl"
    r"|slå in skallen på|kill|shoot|stab|murder|hurt|burn|beat)"
)
THREATS = re.compile(
    rf"(?i)\b(?:ska|skall|kommer(?: jag| vi)?(?: att)?|tänker|vill|borde|will|gonna|going to|'ll)"
    rf" (?:\w{{1,12}} ){{0,2}}{_ACT} (?:\w{{1,12}} )?{_WHOM}\b"
    r"|\b(?:du|ni) (?:ska|skall|kommer(?: att)?) (?:\w{1,12} )?dö\b"
    r"|\bhoppas (?:verkligen )?(?:att )?(?:du|ni|han|hon|hen|de|dom) (?:\w{1,12} )?dör\b"
    r"|\bvet var (?:du|ni|han|hon|hen|de|dom) bor\b"
    r"|\bknow where (?:you|he|she|they) lives?\b"
)


_OF_THREATS = (
    "bor bränna burn beat dö döda dör hugga hurt ihjäl kill knivhugga live lives misshandla murder"
    " mörda shoot skada skallen skjuta spränga spöa stab strypa"
)
OF_THREATS = frozenset(_OF_THREATS.split())
"""Without one of these words there is no threat of that sort."""

WORDS = frozenset(
    form for kind, bases in BASES.items() for base in bases for form in forms(base, kind)
)
"""Every form of every base."""
