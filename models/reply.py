"""How a sender wants her answer: in a message, by telephone, on paper, or not at all."""

from enum import StrEnum

from models.person import Channel


class ReplyBy(StrEnum):
    """The two first are a contact, to which the site writes; the others are for officials alone."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    LETTER = "letter"
    NONE = "none"


CHANNELS = {ReplyBy.EMAIL: Channel.EMAIL, ReplyBy.SMS: Channel.SMS}
"""What the site can write to. Who is reached otherwise keeps a number and a code instead."""
