"""Photos and documents of the canary town: each says its canary, in its bytes and in its words."""

from sqlmodel import Session

from models.answer import newest
from models.attachment import row as attachment
from models.submission import take
from tests import pictures
from tests.canary.tokens import Cage

AUTHORS = ("author",)


def attach(
    session: Session, cage: Cage, cases: dict[str, str], staff: tuple[str, ...]
) -> dict[str, str]:
    """A document with each of these cases, and with the answers to two of them. Returns its name
    by the reference of its case, or by `answer to` and which one.
    """
    names = {}
    readers = {
        "private": (*AUTHORS, *staff),
        "queued": (*AUTHORS, *staff),
        "refuse": (*AUTHORS, *staff),
        "unpublish": (*AUTHORS, *staff),
        # Nobody can say what of the hidden detail is in the picture.
        "redacted": (*AUTHORS, *staff),
        "decided": (*AUTHORS, *staff),
        "of a key": ("holder", *staff),
        "proposal": None,
    }
    for what, who in readers.items():
        case = take(session, cases[what])
        hidden = "a hidden document" if what == "decided" else "the document"
        name = f"{hidden} of a {'public ' if who is None else ''}{what} case"
        with cage.about(what):
            words, alt = (
                cage.public(one) if who is None else cage.plant(one, *who)
                for one in (name, f"what is said of {name}")
            )
        stored = pictures.laid(words)
        attachment.add(session, stored, alt=alt, submission_id=case.id or 0)
        names[case.reference] = stored.name
    attachment.hide(session, take(session, cases["decided"]).id or 0, hidden=True)
    for what, who in (("private", (*AUTHORS, *staff)), ("fault", None)):
        given = newest(session, take(session, cases[what]).id or 0)
        name = f"the document with the answer to a {'public ' if who is None else ''}{what}"
        with cage.about(what):
            words = cage.public(name) if who is None else cage.plant(name, *who)
        stored = pictures.laid(words)
        attachment.add(session, stored, alt="", answer_id=given.id if given else 0)
        names[f"answer to {what}"] = stored.name
    return names


def waiting(session: Session) -> str:
    """The name of a document whose form is still open somewhere."""
    return attachment.stage(session, pictures.laid("waits"))
