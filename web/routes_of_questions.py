"""The part of the site map that is frequent questions: for everyone, and as officials keep them."""

from web.entry import Entry, get, officials, post
from web.networks import Limit
from web.pages import questions, questions_list, questions_staff
from web.pages.questions_forms import FrequentForm, Seen

SOLVED = Limit("solved", most=60, seconds=600)

QUESTIONS: tuple[Entry, ...] = (
    get("/questions", questions.index, cached=True),
    post("/questions/{slug}/solved", questions.solved, limit=SOLVED),
    get("/casework/questions", questions_list.index, allow=officials),
    get("/casework/questions/new", questions_staff.new, allow=officials),
    post(
        "/casework/questions",
        questions_staff.create,
        form=FrequentForm,
        again=questions_staff.new,
        allow=officials,
    ),
    get("/casework/questions/{id}", questions_staff.show, allow=officials),
    post(
        "/casework/questions/{id}",
        questions_staff.update,
        form=FrequentForm,
        again=questions_staff.show,
        allow=officials,
    ),
    post(
        "/casework/questions/{id}/review",
        questions_staff.still_right,
        form=Seen,
        again=questions_staff.show,
        allow=officials,
    ),
    post(
        "/casework/questions/{id}/retirement",
        questions_staff.retire,
        form=Seen,
        again=questions_staff.show,
        allow=officials,
    ),
)
