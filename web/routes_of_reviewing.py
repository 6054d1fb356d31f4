"""The part of the site map about the rule that shows what nobody read in time."""

from web.entry import Entry, get, moderators, post
from web.pages import review_rule

REVIEWING: tuple[Entry, ...] = (
    get("/desk/rule", review_rule.show, allow=moderators),
    post(
        "/desk/rule",
        review_rule.pause,
        allow=moderators,
        form=review_rule.PauseForm,
        again=review_rule.show,
    ),
    post("/desk/rule/resumption", review_rule.resume, allow=moderators),
)
