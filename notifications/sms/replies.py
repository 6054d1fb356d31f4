"""What a resident may answer to an SMS (spec: NT-23)."""

import unicodedata
from typing import Literal

Word = Literal["stop", "start", "help"]

_SWEDISH = ("STOP", "STOPP", "AVSLUTA", "SLUTA", "AVBRYT", "AVREGISTRERA")
_ENGLISH = ("STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT")
_WORDS: dict[str, Word] = {
    **dict.fromkeys(_SWEDISH + _ENGLISH, "stop"),
    "START": "start",
    "STARTA": "start",
    "HJÄLP": "help",
    "HELP": "help",
}


def stop_word(text: str) -> Word | None:
    """What the whole message asks for; None when it says something else, and a person reads it.

    Case, spaces and punctuation do not count.
    """
    letters = unicodedata.normalize("NFC", text).upper()
    return _WORDS.get("".join(letter for letter in letters if letter.isalnum()))
