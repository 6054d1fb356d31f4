"""Writing a comment: reviewed before it is shown, and confirmed before that by strangers."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator

from models import commenting, form_key, showing
from models.actor import Role
from models.commenting import Words
from models.dialogue.kinds import thing_of
from models.eligibility import Act
from models.errors import Invalid, NotFound
from models.profile import Level
from models.states import PUBLIC
from web.answers import Answer, Shown
from web.forms import NotAccepted, Tick, Worded, fail, words
from web.pages import declaring, screened, speaking, waiting_texts
from web.pages.declaring import Declared
from web.pages.naming import passes_for_ours
from web.pages.reaching import Where, offered
from web.pages.speaking import Speaking
from web.pages.votes import sent
from web.visit import Visit


def _number(value: str) -> str:
    if value and not (value.isascii() and value.isdigit() and int(value)):
        raise fail("unknown")
    return value


CommentNumber = Annotated[str, words(9), AfterValidator(_number)]
"""The number of a comment below its submission, or nothing."""


class Written(Worded, Declared, Speaking):
    text: Annotated[str, words(5000, least=2, lines=True)]
    name: Annotated[str, words(80)] = ""
    reply_to: CommentNumber = ""
    form_key: Annotated[str, words(32, least=32)]
    looked: Tick = False
    """She has read what was found in the text."""
    mend: Annotated[str, words(32)] = ""

    def words(self) -> Words:
        reply_to = int(self.reply_to) if self.reply_to else None
        return Words(self.text, self.html, self.name, reply_to, self.form_key, said=self.said)


def new(visit: Visit) -> Answer:
    """An empty form, below the comment it replies to."""
    values = {"form_key": form_key.fresh(), "reply_to": visit.query.get("reply_to", "")}
    return _page(visit, values)


def again(visit: Visit) -> Answer:
    """The form with what was typed."""
    return _page(visit, typed(visit))


def create(visit: Visit) -> Answer:
    """Write it: straight to review for whoever is signed in, else a letter asks first."""
    written: Written = visit.form
    row = case(visit)
    check_name(visit, written)
    looks = screened.before(visit, written.looked, written.mend, ("text",))
    if looks is not None:
        return _page(visit, *looks)
    said = as_said(visit, written)
    return hand_in(visit, row.reference, row.title, said, back=f"/submissions/{row.reference}")


def typed(visit: Visit) -> dict[str, str]:
    """What was typed, for the form once more; the address, which is checked by itself, is checked
    too.
    """
    if visit.problem is None and asks_address(visit):
        try:
            Where.read(visit.values)
        except NotAccepted as error:
            told = {wrong.field for wrong in visit.errors}
            visit.errors += [wrong for wrong in error.errors if wrong.field not in told]
    values = {"form_key": form_key.fresh(), **visit.values}
    if visit.problem is not None and getattr(visit.problem, "code", "") == "form_already_used":
        values["form_key"] = form_key.fresh()
    return values


def check_name(visit: Visit, written: Written) -> None:
    """Raises Invalid for a name of ours by somebody who is none of us, and for that of a child."""
    if not _is_ours(visit, written) and passes_for_ours(visit, written.name):
        raise Invalid("name", "official")
    declaring.check_name(visit, written.said, written.name)


def hand_in(visit: Visit, reference: str, title: str, said: Words, *, back: str) -> Answer:
    """Write below a matter. A letter with a button goes to whoever is not known; `back` is where
    the page about that leads.
    """
    official = Role.OFFICIAL in visit.viewer.roles and said.organisation_id is None
    by = visit.acting(Role.OFFICIAL) if official else visit.acting()
    write = partial(
        commenting.write,
        visit.session,
        reference,
        said,
        by=by,
        language=visit.language,
        rules=visit.site.participation,
    )
    if not asks_address(visit):
        known = visit.contacts[0] if visit.contacts else None
        return _thanks(visit, reference, title, said, write(contact_id=known))
    where = Where.read(visit.values)
    write(channel=offered(visit.site, where.channel), address=where.address)
    return sent(thing_of(said.section), where, back=back, back_title=title)


def as_said(visit: Visit, written: Written) -> Words:
    """What she writes, and under which name: hers, or an organisation's that she writes for."""
    name = "" if visit.viewer.protected and written.organisation else written.name
    organisation_id, byline = speaking.as_whom(visit, written.organisation, name)
    return replace(written.words(), organisation_id=organisation_id, byline=byline)


def _is_ours(visit: Visit, written: Written) -> bool:
    # In an organisation's name nobody speaks for the municipality.
    return Role.OFFICIAL in visit.viewer.roles and not written.organisation


def asks_address(visit: Visit) -> bool:
    """Whether a letter has to ask first: not of whoever is known, nor where anyone may comment."""
    return not visit.contacts and visit.site.participation.comment is not Level.ANYONE


def form_of(visit: Visit) -> dict[str, Any]:
    """What every form for words below something asks for besides: see comments/_writing.html."""
    return {
        "known": not asks_address(visit),
        "organisations": speaking.choices(visit),
        "nameless": visit.viewer.protected,
        "child_age": visit.site.participation.child_age,
        "participation": declaring.told(visit, Act.COMMENT),
    }


def case(visit: Visit) -> Any:
    """The submission, while everyone may read it. Raises NotFound."""
    row = showing.case(visit.session, visit.params["reference"], visit.viewer, visit.contacts)
    if row.publication not in PUBLIC:
        raise NotFound
    return row


def named(visit: Visit, row: Any, number: str) -> Any:
    """The public comment with a number of an address or a form, or None for no number.

    Raises NotFound for one that nobody may read.
    """
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise NotFound
    return commenting.shown(visit.session, row.id, int(number))


def _page(visit: Visit, values: dict[str, str], found: dict[str, Any] | None = None) -> Answer:
    row = case(visit)
    return Shown(
        "comments/new.html",
        {
            "case": row,
            "parent": named(visit, row, values.get("reply_to", "")),
            "screened": found,
            **form_of(visit),
            **waiting_texts.by_comment(visit, row),
            "values": values,
            "errors": visit.errors,
        },
    )


def _thanks(visit: Visit, reference: str, title: str, said: Words, comment_id: int) -> Shown:
    return Shown(
        "confirm.html",
        {
            "purpose": "comment",
            "thing": thing_of(said.section),
            "action": "",
            "title": title,
            "reference": reference,
            "topic": "",
            "done": True,
            **waiting_texts.of_new_comment(visit, comment_id),
        },
    )
