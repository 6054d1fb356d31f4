"""Where officials write: notes, drafts, templates, corrections, and one answer to several cases."""

from models import answer, answer_template, correcting, reading
from models.actor import Role
from models.macro import Steps
from models.states import Kind, Outcome, Status
from models.submission import take
from tests import people
from tests.browser.guest import Guest, made


def _template() -> int:
    return made(
        lambda s: answer_template.save(
            s,
            name="Tack, vi tittar",
            body="Hej {name}!\n\nTack för att du skrev om {title}.",
            unit_id=None,
            language="sv",
        )
    )


def _case(title: str = "Mörkt på gångvägen") -> str:
    return made(lambda s: people.published(s, Kind.FAULT_REPORT, title=title).reference)


def _answered() -> tuple[str, int]:
    reference = _case()

    def build(s):
        case, olga = take(s, reference), people.olga(s).actor
        answer.answer(s, case, by=olga, source="På torsdag.", html="<p>På torsdag.</p>")
        return answer.newest(s, case.id or 0).id

    return reference, made(build)


def written(guest: Guest) -> None:
    """Notes and calls with what they lack, a draft that is kept, a template, a colleague's reading."""
    reference = _case()
    _template()

    def asked(s):
        olga, per = people.olga(s), people.resident(s, "Per", role=Role.OFFICIAL)
        case = take(s, reference)
        reading.ask(s, case, by=per.actor, reader_id=olga.id, source="Vi lagar på torsdag.")

    made(asked)
    guest.is_(people.olga).go(f"/casework/{reference}")
    guest.unfold("Skriv en anteckning")
    guest.press("Spara anteckningen")
    guest.is_told("Skriv anteckningen")
    guest.unfold("Notera samtal")
    guest.press("Spara samtalet")
    guest.is_told(
        "Skriv vilken dag ni pratade", "Skriv klockslaget, som 10.42", "Skriv vad som sades"
    )
    guest.write("Svaret", "Tack för att du sa till.")
    guest.press("Spara utkast")
    guest.holds("Svaret", "Tack för att du sa till.")
    guest.unfold("Infoga mall")
    guest.press("Visa mallen")
    guest.unfold("Be en kollega läsa")
    guest.press("Be om läsning")
    guest.is_told("Välj vem som ska läsa")


def _templates(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework/templates")
    _template()
    guest.go("/casework/templates")
    guest.reads("Tack, vi tittar")


def _new_template(guest: Guest) -> None:
    guest.is_(people.olga).go("/casework/templates/new")
    guest.press("Spara mallen")
    guest.is_told("Skriv vad mallen ska heta", "Skriv mallens text")


def _one_template(guest: Guest) -> None:
    guest.is_(people.olga).go(f"/casework/templates/{_template()}")
    guest.unfold("Det här kan fyllas i")
    guest.unfold("Steg som följer med texten")


def _alike(guest: Guest) -> None:
    first, second = _case(), _case()
    guest.is_(people.olga).go(f"/casework/answers/new?case={first}")
    guest.go(f"/casework/answers/new?case={first}&case={second}")
    guest.press("Svara på 2 ärenden")
    guest.is_told("Skriv svaret")
    guest.write("Svaret", "Lamporna vid {place} lyser igen.")
    guest.press("Visa varje brev först")
    guest.reads("lyser igen.")


def _macro(guest: Guest) -> None:
    steps = Steps(take=True, move=Status.FIXED, outcome=Outcome.FIXED, follow=True)
    body = "Lampan vid {place} är lagad och lyser igen."
    template = made(
        lambda s: answer_template.save(
            s, name="Lagat, klart", body=body, unit_id=None, language="sv", steps=steps
        )
    )
    first, second = _case(), _case()
    guest.is_(people.olga)
    guest.go(f"/casework/macros/new?case={first}&case={second}&template={template}")
    guest.reads("Du får ärendena.")
    guest.go(f"/casework/macros/new?case={first}&template={template}")
    guest.reads("Ärendet avslutas: Åtgärdat.")


def _correcting(guest: Guest) -> None:
    reference, given = _answered()
    guest.is_(people.olga).go(f"/casework/{reference}/answers/{given}")
    guest.press("Spara rättelsen")
    guest.is_told("Orden är desamma som förut")


def _wordings(guest: Guest) -> None:
    reference, given = _answered()

    def build(s):
        case, olga = take(s, reference), people.olga(s).actor
        correcting.correct(s, case, given, by=olga, source="På fredag.", significant=True)

    made(build)
    guest.go(f"/submissions/{reference}")
    guest.go(f"/submissions/{reference}/answers/{given}/wordings")
    guest.reads("Så har svaret ändrats")


STOPS = {
    "/casework/templates": [_templates],
    "/casework/templates/new": [_new_template],
    "/casework/templates/{id}": [_one_template],
    "/casework/answers/new": [_alike],
    "/casework/macros/new": [_macro],
    "/casework/{reference}/answers/{answer}": [_correcting],
    "/submissions/{reference}/answers/{answer}/wordings": [_wordings],
}
