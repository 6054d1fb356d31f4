"""The part of the site map for judgements: reasons that authors read, what takes two, and what is
done with an item of the queue.
"""

from web.entry import Entry, get, moderators, post, staff
from web.pages import desk_item, second_opinions, statements, verdict_forms, verdicts

STATEMENTS: tuple[Entry, ...] = (
    # The ending comes before the address without one, which would take it for a code.
    get("/statements/{code}.json", statements.export),
    get("/statements/{code}", statements.show),
    # Also for whom the profile names outside the desk; the pages ask who it is.
    get("/second-opinions", second_opinions.index, allow=staff),
    get("/second-opinions/{id}", second_opinions.show, allow=staff),
    post(
        "/second-opinions/{id}/answers",
        second_opinions.answer,
        allow=staff,
        form=second_opinions.AnswerForm,
        again=second_opinions.show,
    ),
)

VERDICTS: tuple[Entry, ...] = (
    post(
        "/desk/{id}/verdicts",
        verdicts.give,
        allow=moderators,
        form=verdict_forms.VerdictForm,
        again=desk_item.show,
    ),
    post(
        "/desk/{id}/escalations",
        verdicts.escalate,
        allow=moderators,
        form=verdicts.EscalateForm,
        again=desk_item.show,
    ),
    get("/desk/{id}/alarm", verdicts.alarmed, allow=moderators),
    post(
        "/desk/{id}/alarms",
        verdicts.alarm,
        allow=moderators,
        form=verdicts.AlarmForm,
        again=desk_item.show,
    ),
    post(
        "/desk/{id}/moves",
        verdicts.move,
        allow=moderators,
        form=verdicts.MoveForm,
        again=desk_item.show,
    ),
    post(
        "/desk/{id}/merges",
        verdicts.join,
        allow=moderators,
        form=verdicts.JoinForm,
        again=desk_item.show,
    ),
    post(
        "/desk/{id}/locks",
        verdicts.lock,
        allow=moderators,
        form=verdicts.LockForm,
        again=desk_item.show,
    ),
)
