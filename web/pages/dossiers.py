"""Copies of a case for whoever asks for it: what of it is covered is chosen by an official, each
time anew (TF 2 kap., OSL 5:5 §; spec L11, L12). Who asked is not asked.
"""

from datetime import date
from functools import partial
from typing import Annotated

from models.calendar import now, today
from models.errors import Invalid
from models.permissions import Action
from models.permissions_of_cases import find_for
from models.register import dossier, releases, secrecy, volumes
from models.register.covering import Cover, stretches
from models.register.dossier import Dossier
from models.register.releases import LONGEST_PROVISION, LONGEST_WHAT, Asked, ReleaseOutcome
from models.register.volumes import Outline
from models.submission import Submission
from web.answers import Answer, Bundle, Go, Seen, Shown, What
from web.dossier_archive import make as archive
from web.forms import Form, choice, words
from web.pages.casework_forms import SomeDay
from web.pages.casework_taking import had, official
from web.pages.dossiers_copied import copied, told
from web.pages.numbers import Number
from web.visit import Visit

ZIP = "application/zip"
MOST_LINES = 50
"""Of words to cover wherever they stand: each is looked for in everything."""
COVER = "cover-"
"""Begins the name of a field that covers a part whole; the rest is the part's key."""


class CopyForm(Form):
    seq: Number
    asked_on: SomeDay
    what: Annotated[str, words(LONGEST_WHAT, least=1)]
    everywhere: Annotated[str, words(5_000, lines=True)] = ""
    """Words to cover wherever they stand, one line each; behind a bar, by which provision."""
    provision: Annotated[str, words(LONGEST_PROVISION)] = ""


class RefusalForm(Form):
    asked_on: SomeDay
    what: Annotated[str, words(LONGEST_WHAT, least=1)]
    outcome: Annotated[ReleaseOutcome, choice(ReleaseOutcome)]
    provision: Annotated[str, words(LONGEST_PROVISION)] = ""


def new(visit: Visit) -> Answer:
    """A volume of all that belongs to the case, each part with a field to cover it; and earlier
    requests.
    """
    case = _case(visit)
    drawn = volumes.outline(visit.session, case, at=now())
    seq = _last(visit, drawn)
    whole = dossier.of(visit.session, case, drawn, until=seq)
    refused = visit.path.endswith("/refusals")
    return Shown(
        "casework/dossier.html",
        {
            **told(visit, case),
            "seq": seq,
            "dossier": whole,
            "volumes": len(drawn.ends),
            "secrecy": secrecy.holding(visit.session, case.id or 0),
            "releases": [
                {**row._asdict(), "outcome": row.outcome.value}
                for row in releases.of_case(visit.session, case.id or 0)
            ],
            "form": "refusal" if refused else "copy",
            "values": visit.values or {"asked_on": today().isoformat()},
            "errors": visit.errors,
        },
        seen=Seen(What.DOSSIER, case.id),
    )


def create(visit: Visit) -> Answer:
    """Make a copy without what is covered; what happened after the form was opened is not in it."""
    form: CopyForm = visit.form
    case = had(visit)
    drawn = volumes.outline(visit.session, case, at=now())
    seq = min(int(form.seq), drawn.ends[-1])
    whole = dossier.of(visit.session, case, drawn, until=seq)
    made = releases.copy(
        visit.session,
        case,
        Asked(date.fromisoformat(form.asked_on), form.what),
        by=official(visit),
        covered=[*_whole(visit, whole), *_everywhere(form, whole)],
        seq=seq,
    )
    return Go(f"/casework/{case.reference}/dossiers/{made}")


def refuse(visit: Visit) -> Answer:
    """Note that nothing was given out."""
    form: RefusalForm = visit.form
    case = had(visit)
    releases.refuse(
        visit.session,
        case,
        Asked(date.fromisoformat(form.asked_on), form.what),
        by=official(visit),
        outcome=form.outcome,
        provision=form.provision,
    )
    return Go(f"/casework/{case.reference}/dossier")


def show(visit: Visit) -> Answer:
    """The copy, for reading through and for printing."""
    case = _case(visit)
    made = copied(visit, case)
    return Shown(
        "casework/dossier_copy.html",
        {**made, "file": f"{visit.path}/file"},
        seen=Seen(What.DOSSIER, case.id),
    )


def fetch(visit: Visit) -> Answer:
    """The copy as a file, with its photos and documents."""
    case = had(visit)
    made = copied(visit, case)
    releases.note_copied(
        visit.session, case.id or 0, by=official(visit), release_id=visit.number("id")
    )
    make = partial(archive, made, visit.language)
    one_of_several = made["more"] or made["volume"] > 1
    name = f"{case.reference}-{made['volume']}" if one_of_several else case.reference
    return Bundle(make, ZIP, f"{name}.zip")


def _last(visit: Visit, drawn: Outline) -> int:
    """The last event of the volume that is asked for: of the form that came back, or by its number
    in the address; else of the first.
    """
    came_back, wished = visit.values.get("seq", ""), visit.query.get("volume", "")
    if came_back.isdecimal() and int(came_back) <= drawn.ends[-1]:
        return int(came_back)
    number = int(wished) if wished.isdecimal() and len(wished) < 6 else 1
    return drawn.ends[min(max(number, 1), len(drawn.ends)) - 1]


def _case(visit: Visit) -> Submission:
    """The case of this address for reading, if the viewer may work on it."""
    found = find_for(visit.session, visit.params["reference"], visit.viewer, Action.WORK)
    return visit.session.get_one(Submission, found.id)


def _whole(visit: Visit, whole: Dossier) -> list[Cover]:
    """Parts of which nothing is shown: a field of theirs says by which provision."""
    named = {key: " ".join(visit.values.get(f"{COVER}{key}", "").split()) for key in whole.names()}
    if any(len(said) > LONGEST_PROVISION for said in named.values()):
        raise Invalid("provision", "too_long", over=1, most=LONGEST_PROVISION)
    return [Cover(key, None, None, said) for key, said in sorted(named.items()) if said]


def _everywhere(form: CopyForm, whole: Dossier) -> list[Cover]:
    """Stretches of every part in which one of the lines stands. Raises Invalid for a line that
    stands nowhere: whoever wrote it thinks that something is covered.
    """
    lines = [line.partition("|") for line in form.everywhere.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid("everywhere", "too_many_lines", most=MOST_LINES)
    made: list[Cover] = []
    for said, _, own in lines:
        provision = " ".join(own.split()) or form.provision
        if len(provision) > LONGEST_PROVISION:
            raise Invalid("everywhere", "too_long", over=1, most=LONGEST_PROVISION)
        found = [
            Cover(part.key, first, last, provision)
            for part in whole.parts()
            for first, last in stretches(part.words, [said])
        ]
        if not found:
            raise Invalid("everywhere", "not_there")
        made += found
    return made
