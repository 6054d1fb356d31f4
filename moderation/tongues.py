"""Whether a text is in a language that few moderators here read: neither Swedish nor a language of
its neighbours, English, nor one of the national minority languages (språklagen 2009:600, 7 §).
Never anything against its author: it says that somebody who reads it has to be found.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from moderation.hits import Hit, Rule, Said, hit

FEWEST_WORDS = 8
FEWEST_LETTERS = 20
"""Of another script: many write it without spaces."""
_LOOKED_AT = 400
"""Words from the beginning: a language shows soon."""
_FOREIGN_SHARE = 0.15

# The commonest small words. What two sides share tells nothing and stands on neither.
_OUR_WORDS = (
    "och att det är som på för med av den till har inte jag om ett men var så vi från man hade"
    " när kan nu eller också skulle finns alla hon han mycket blir mer efter sig ska där här"
    " bara hur vad några utan detta vara över många ni er oss deras dessa någon ingen samt bör"
    " i en in ut upp hos mot under innan mellan genom redan mest får göra gör gjort kommer"
    " måste vill"
    " bli borde mig dig min din sin mitt vår våra sedan då även samma varje ännu aldrig"
    " alltid väldigt"
    " bra under två skulle sånt nog ju väl åt hit dit hem tack hej"
    " ikke jeg også meget vil blev hvor hvad hva noe etter"  # Danish, Norwegian
    " the and of to is that it was on are with they this have from or had but not what all were"
    " a i as at be by do if me my no so us an he she her his out up any how its we you has know"
    " when your can there which their will about would these our been who more should"
    " ja on ei että se oli hän mutta niin kun kuin tai myös joka mitä minä sinä ovat olla tämä"
    " sen jos vain niitä minun sekä sitä pitää"  # Finnish
    " oon kans mie sie hään met tet het oova ette tehä"  # Meänkieli
    " ja lea leat go dat mun don son mii sii dán ahte muhto eai maid dal"  # Northern Sami
    " li le ja dån sån mij sij dat ij"  # Lule Sami
    " si hi sas kaj te o e le man tu amen tumen naj but"  # Romani
)
_THEIR_WORDS = (
    "el la los las que del una por con para es como más pero su al lo se muy está sin sobre"
    " también porque este esta son hay nos todo ya cuando ser desde donde y"
    " le les des et est une dans pour qui pas sur plus avec ce ne sont nous vous mais il elle"
    " du au cette comme être"
    " und die der das ist nicht ein eine mit auf für sich auch dem wir ich sie es werden wird"
    " sind zu im bei oder nur wenn aber noch nach"
    " di che il è per un non sono gli della nel anche più ma questo dei come alla"
    " não uma os as em mais foi são pelo também ele isso"
    " nie się na jest że do jak ale czy to przez był dla tylko po przy"
    " je u da su za nije kao bi ili koji sve ali ne od smo"
    " ve bir bu için çok ile da ne gibi daha var değil olarak ama kadar olan"
    " waa iyo ku in ka la oo ayaa uu aan si aad waxaa loo"
    " dhe të në një për me është nga që si nuk janë por edhe"
    " het van een niet dat op zijn voor maar ook aan bij nog wij"
    " és egy hogy nem van meg csak már vagy"
    " și nu este care cu pe din mai sau sunt fi"
    " ir kad yra tai bet kaip su"
    " en a no me se te he tu so an do on i o e at as in si le man us her hit my bra de var"
)
_OURS, _THEIRS = (frozenset(words.split()) for words in (_OUR_WORDS, _THEIR_WORDS))
OURS, THEIRS = _OURS - _THEIRS, _THEIRS - _OURS
# Yiddish is written in Hebrew letters.
_NOT_LATIN = re.compile("[^\x00-\u024f]")
_OUR_SCRIPTS = ("LATIN", "HEBREW")


def other(said: Said) -> Iterator[Hit]:
    """The whole text, when it seems to be in another language."""
    words = said.words[:_LOOKED_AT]
    if _of_another_script("".join(words)) or _of_another_tongue(words):
        yield hit(Rule.OTHER_LANGUAGE, said.folded, 0, len(said.folded.text))


def _of_another_script(letters: str) -> bool:
    if len(letters) < FEWEST_LETTERS or len(_NOT_LATIN.findall(letters)) * 2 < len(letters):
        return False
    others = [one for one in letters if not one.isascii()]
    scripts = Counter(unicodedata.name(one, "").split(" ")[0] for one in others)
    strange = sum(many for script, many in scripts.items() if script not in _OUR_SCRIPTS)
    return strange * 2 > len(letters)


def _of_another_tongue(words: list[str]) -> bool:
    if len(words) < FEWEST_WORDS:
        return False
    ours = sum(word in OURS for word in words)
    theirs = sum(word in THEIRS for word in words)
    return theirs > 2 * ours and theirs >= _FOREIGN_SHARE * len(words)
