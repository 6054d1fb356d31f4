"""The part of the site map where anyone sees what we do not show, and how we judge."""

from web.entry import Entry, get, moderators, post
from web.pages import orders, register, register_files, review_figures, second_looks, transparency

OPENNESS: tuple[Entry, ...] = (
    # An ending comes before the address without one.
    get("/moderation-log.atom", register_files.atom, cached=True, needs=("feeds",)),
    get("/moderation-log.json", register_files.data, cached=True),
    get("/moderation-log.csv", register_files.table, cached=True),
    get("/moderation-log/report/{year}.json", transparency.data, cached=True),
    get("/moderation-log/report/{year}.csv", transparency.table, cached=True),
    get("/moderation-log/report/{year}", transparency.show, cached=True),
    get("/moderation-log/report", transparency.index, cached=True),
    get("/moderation-log", register.index, cached=True),
    # Before the items of the desk, which would take these names for their numbers.
    get("/desk/figures", review_figures.index, allow=moderators),
    get("/desk/orders", orders.index, allow=moderators),
    get("/desk/orders/new", orders.new, allow=moderators),
    post("/desk/orders", orders.create, form=orders.OrderForm, again=orders.new, allow=moderators),
    get("/desk/orders/{id}", orders.show, allow=moderators),
    post("/desk/orders/{id}/receipts", orders.confirm, again=orders.show, allow=moderators),
    post(
        "/desk/orders/{id}/answers",
        orders.answer,
        form=orders.AnswerForm,
        again=orders.show,
        allow=moderators,
    ),
    get("/desk/second-looks", second_looks.index, allow=moderators),
    post(
        "/desk/second-looks/{id}",
        second_looks.judge,
        form=second_looks.LookForm,
        again=second_looks.again,
        allow=moderators,
    ),
)
