"""The part of the site map where somebody asks for a verdict to be looked at again (MQ-11)."""

from web.entry import Entry, get, post, staff
from web.pages import appeal_desk, review_appeals

APPEALS: tuple[Entry, ...] = (
    get("/desk/appeals", appeal_desk.index, allow=staff),
    get("/desk/appeals/{code}", appeal_desk.show, allow=staff),
    post(
        "/desk/appeals/{code}",
        appeal_desk.decide,
        form=appeal_desk.RulingForm,
        again=appeal_desk.show,
        allow=staff,
    ),
    *(
        entry
        for page in ("/statements/{code}", "/reports/{code}", "/sanctions/{code}")
        for entry in (
            get(f"{page}/appeal", review_appeals.new),
            post(
                f"{page}/appeal",
                review_appeals.create,
                form=review_appeals.Asked,
                again=review_appeals.again,
                limit=review_appeals.ASKED,
            ),
        )
    ),
)
