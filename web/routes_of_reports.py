"""The part of the site map that is telling us about a text, and what follows from breaking
rules again and again.
"""

from web.entry import Entry, administrators, get, moderators, post, staff
from web.pages import desk_item, reports, sanctions, sanctions_desk, suspensions

REPORTS: tuple[Entry, ...] = (
    get("/submissions/{reference}/reports/new", reports.new),
    post(
        "/submissions/{reference}/reports",
        reports.create,
        form=reports.Notice,
        again=reports.again,
        limit=reports.REPORTS,
    ),
    get("/reports/{code}", reports.show),
    get("/sanctions/{code}.json", sanctions.export),
    get("/sanctions/{code}", sanctions.show),
    post(
        "/desk/{id}/sanctions",
        sanctions_desk.impose,
        allow=moderators,
        form=sanctions_desk.SanctionForm,
        again=desk_item.show,
    ),
    # Also for whom the profile names outside the desk; the pages ask who it is.
    get("/suspensions", suspensions.index, allow=staff),
    post(
        "/suspensions/{id}/answers",
        suspensions.answer,
        allow=staff,
        form=suspensions.AnswerForm,
        again=suspensions.index,
    ),
    post(
        "/admin/people/{id}/sanctions/{sanction}/end",
        sanctions.lift,
        allow=administrators,
        form=sanctions.LiftForm,
    ),
)
