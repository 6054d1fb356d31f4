"""Writing what came of a dialogue, by whoever leads it: reports, and what was learnt."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import PrivateAttr

from models import text
from models.calendar import now
from models.dialogue import finding, keeping, results, themes
from models.dialogue.outcome import LONGEST_WHO
from models.dialogue.outcome import Answer as Becomes
from models.dialogue.results import CLOSING, Answered, Said
from models.errors import Invalid, NotFound
from models.prose import clean, clean_line
from web.answers import Answer, Go, Shown
from web.forms import NOT_TEXT, Form, NotAccepted, Worded, words
from web.pages.casework_forms import Versioned
from web.pages.dialogue_staff import home, leader, led, told
from web.pages.paging import integers
from web.visit import Visit

LONGEST_INFLUENCED = 5_000
_FIELDS = ("answer", "said", "due", "who")


class ReportForm(Versioned, Worded):
    """A report; of the closing one a row for each theme, its fields called `theme12-said`."""

    text: Annotated[str, words(results.LONGEST, lines=True)] = ""
    influenced: Annotated[str, words(LONGEST_INFLUENCED, lines=True)] = ""
    act: Annotated[str, words(10)] = "save"
    _answers: tuple[Answered, ...] = PrivateAttr(())

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """As every form; and each row."""
        errors: list[Invalid] = []
        rows = [
            _row(number[0], values, errors)
            for name in values
            if name.startswith("theme") and name.endswith("-said")
            if (number := integers(name.removeprefix("theme").removesuffix("-said"), 1))
        ]
        try:
            made = super().read(values)
        except NotAccepted as error:
            raise NotAccepted([*error.errors, *errors]) from None
        if errors:
            raise NotAccepted(errors)
        return made.holding(rows)

    def holding(self, rows: list[Answered]) -> Self:
        """With what is said of each theme."""
        self._answers = tuple(rows)
        return self

    @property
    def said(self) -> Said:
        return Said(self.text, self.html, self.influenced, self._answers)


class LearntForm(Form):
    learnt: Annotated[str, words(results.LONGEST, least=1, lines=True)]


def _row(number: int, values: Mapping[str, str], errors: list[Invalid]) -> Answered:
    given = {name: values.get(f"theme{number}-{name}", "") for name in _FIELDS}
    for name, most in (("said", results.LONGEST_ANSWER), ("who", LONGEST_WHO)):
        tidy = clean if name == "said" else clean_line
        given[name] = "" if given[name] == NOT_TEXT else tidy(given[name])
        over = len(given[name]) - most
        if over > 0:
            errors.append(Invalid(f"theme{number}-{name}", "too_long", over=over, most=most))
    if given["answer"] and given["answer"] not in set(Becomes):
        errors.append(Invalid(f"theme{number}-answer", "unknown"))
        given["answer"] = ""
    try:
        due_on = date.fromisoformat(given["due"].strip()) if given["due"].strip() else None
    except ValueError:
        errors.append(Invalid(f"theme{number}-due", "bad"))
        due_on = None
    return Answered(
        theme_id=number,
        answer=Becomes(given["answer"]) if given["answer"] else None,
        words=given["said"],
        due_on=due_on,
        who=given["who"],
    )


def index(visit: Visit) -> Answer:
    """The closing report, one of each phase that has begun, and what was learnt."""
    row = led(visit)
    known = {one.phase_id: one for one in results.of_dialogue(visit.session, row.id)}
    learnt = results.learnt(visit.session, row.id)
    return Shown(
        "casework/dialogues/results/list.html",
        {
            "dialogue": told(visit, row),
            "closing": known.get(None),
            "phases": [
                {
                    "id": one.id,
                    "kind": one.kind.value,
                    "title": one.title,
                    "closes_at": one.closes_at,
                    "report": known.get(one.id),
                }
                for one in finding.phases_of(visit.session, row.id)
                if one.opens_at <= now()
            ],
            "learnt": learnt,
            "values": visit.values or {"learnt": learnt.source if learnt else ""},
            "errors": visit.errors,
        },
    )


def _of(visit: Visit) -> int | None:
    return None if visit.params["of"] == CLOSING else visit.number("of")


def show(visit: Visit) -> Answer:
    """One report, with what was written so far."""
    row, phase_id = led(visit), _of(visit)
    phase = next(
        (one for one in finding.phases_of(visit.session, row.id) if one.id == phase_id), None
    )
    if phase_id is not None and (phase is None or phase.opens_at > now()):
        raise NotFound
    rows = results.of_dialogue(visit.session, row.id)
    report = next((one for one in rows if one.phase_id == phase_id), None)
    known = [] if phase_id is not None else list(themes.of_dialogue(visit.session, row.id))
    return Shown(
        "casework/dialogues/results/report.html",
        {
            "dialogue": told(visit, row),
            "of": visit.params["of"],
            "phase": {"kind": phase.kind.value, "title": phase.title} if phase else None,
            "published_at": report.published_at if report else None,
            "version": report.version if report else 0,
            "themes": known,
            "answers": [one.value for one in Becomes],
            "values": visit.values or _stored(visit, report),
            "errors": visit.errors,
        },
    )


def _stored(visit: Visit, report: Any) -> dict[str, str]:
    if report is None:
        return {}
    made = {"text": report.source, "influenced": report.influenced}
    for number, one in results.answers_of(visit.session, report.id).items():
        made |= {
            f"theme{number}-answer": one.answer.value if one.answer else "",
            f"theme{number}-said": one.words,
            f"theme{number}-due": one.due_on.isoformat() if one.due_on else "",
            f"theme{number}-who": one.who,
        }
    return made


def save(visit: Visit) -> Answer:
    """Keep a draft, or let everyone read it: then everything that it lacks is said at once."""
    form: ReportForm = visit.form
    phase_id = _of(visit)
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    publish = form.act == "publish"
    if publish:
        wrong = list(results.lacking(visit.session, held.case.id or 0, phase_id, form.said))
        if wrong:
            raise NotAccepted(wrong)
    results.write(
        visit.session,
        held,
        phase_id,
        form.said,
        by=leader(visit),
        version=int(form.version),
        publish=publish,
    )
    return Go(f"{home(held.dialogue)}/results")


def evaluate(visit: Visit) -> Answer:
    """What was learnt."""
    form: LearntForm = visit.form
    held = keeping.take_for(visit.session, visit.params["slug"], visit.viewer)
    html = text.prepare(form.learnt)
    results.evaluate(visit.session, held, form.learnt, html, by=leader(visit))
    return Go(f"{home(held.dialogue)}/results")
