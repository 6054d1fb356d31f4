"""The whole site map, one table: address, handler, who may enter, limits."""

from web.entry import Entry, get, moderators, monitors, officials, post, probe
from web.networks import Limit
from web.pages import (
    about,
    appeals,
    callbacks,
    casework,
    casework_steps,
    comments,
    confirming,
    decisions,
    desk,
    editing,
    feeds,
    handing_in,
    handing_in_forms,
    languages,
    me,
    operation,
    register,
    reports,
    promises,
    receipts,
    signing_in,
    start,
    submissions,
    subscriptions,
    unsubscribing,
    votes,
    withdrawing,
)
from web.pages.reaching import LETTERS

SUBMIT = Limit("submit", most=300, seconds=600)
REPORTED = Limit("csp", most=60, seconds=600)

ROUTES: tuple[Entry, ...] = (
    get("/", start.show, cached=True),
    get("/submissions", submissions.index, cached=True),
    post(
        "/submissions",
        handing_in.create,
        form=handing_in_forms.Whole,
        again=handing_in.again,
        limit=SUBMIT,
    ),
    get("/submissions/new", handing_in.new),
    post("/submissions/new", handing_in.step, writes=False),
    # Feeds: an ending comes before the address without one, which would take it for a reference.
    get("/feeds/submissions.atom", feeds.submissions, cached=True),
    get("/feeds/submissions.json", feeds.submissions, cached=True),
    get("/appeals/new", appeals.new),
    post("/appeals", appeals.create, form=appeals.Appeal, again=appeals.again, limit=SUBMIT),
    get("/feeds/decisions.atom", feeds.decisions, cached=True),
    get("/feeds/decisions.json", feeds.decisions, cached=True),
    get("/submissions/{reference}.atom", feeds.case, cached=True),
    get("/submissions/{reference}.json", feeds.case, cached=True),
    get("/submissions/{reference}", submissions.show, cached=True),
    get("/submissions/{reference}/receipt", receipts.show),
    get("/s/{reference}", submissions.short),
    # What residents do with a case
    get("/submissions/{reference}/votes/new", votes.new),
    post("/submissions/{reference}/votes", votes.create, again=votes.again),
    post("/submissions/{reference}/votes/withdrawal", votes.withdraw),
    get("/submissions/{reference}/comments/new", comments.new),
    post(
        "/submissions/{reference}/comments",
        comments.create,
        form=comments.Written,
        again=comments.again,
        limit=LETTERS,
    ),
    get("/submissions/{reference}/reports/new", reports.new),
    post(
        "/submissions/{reference}/reports",
        reports.create,
        form=reports.Notice,
        again=reports.again,
        limit=reports.REPORTS,
    ),
    get("/submissions/{reference}/withdrawal", withdrawing.show),
    post("/submissions/{reference}/withdrawal", withdrawing.create),
    get("/submissions/{reference}/edits/new", editing.new),
    post(
        "/submissions/{reference}/edits",
        editing.create,
        form=editing.Revision,
        again=editing.again,
    ),
    # Updates, and the buttons of letters
    get("/subscriptions/new", subscriptions.new),
    post(
        "/subscriptions",
        subscriptions.create,
        form=subscriptions.Wish,
        again=subscriptions.again,
        limit=LETTERS,
    ),
    get("/subscriptions/{token}", subscriptions.manage),
    post("/subscriptions/{token}/stop", subscriptions.stop_all),
    post("/subscriptions/{token}/resumption", subscriptions.resume_all),
    post("/subscriptions/{token}/wishes/{wish}/stop", subscriptions.stop),
    post("/subscriptions/{token}/wishes/{wish}/resumption", subscriptions.resume),
    post(
        "/subscriptions/{token}/wishes/{wish}/extent", subscriptions.extent, form=subscriptions.Much
    ),
    get("/u/{token}", unsubscribing.show),
    post("/u/{token}", unsubscribing.stop, machine=True),
    post("/u/{token}/resumption", unsubscribing.resume),
    get("/confirm/{token}", confirming.show),
    post("/confirm/{token}", confirming.press),
    # A person
    get("/sign-in", signing_in.new),
    post(
        "/sign-in",
        signing_in.create,
        form=signing_in.Wanted,
        again=signing_in.again,
        limit=LETTERS,
    ),
    post("/sign-in/demo", signing_in.enter_demo),
    get("/sign-in/{token}", signing_in.show),
    post("/sign-in/{token}", signing_in.enter),
    post("/sign-out", signing_in.leave),
    get("/me", me.show),
    post("/language", languages.choose, writes=False),
    # What moderators judge
    get("/desk", desk.index, allow=moderators),
    get("/desk/{id}", desk.show, allow=moderators),
    post("/desk/{id}/claims", desk.claim, allow=moderators, again=desk.show),
    post(
        "/desk/{id}/verdicts",
        desk.give,
        allow=moderators,
        form=desk.VerdictForm,
        again=desk.show,
    ),
    post(
        "/submissions/{reference}/reviews",
        desk.look_again,
        allow=moderators,
        form=desk.LookForm,
    ),
    get("/moderation-log", register.index, cached=True),
    # What officials decide and do
    get("/decisions", decisions.index, cached=True),
    get("/decisions/{id}", decisions.show, cached=True),
    get("/casework", casework.index, allow=officials),
    get("/casework/{reference}", casework.show, allow=officials),
    *(
        post(
            f"/submissions/{{reference}}/{noun}",
            handler,
            form=form,
            again=casework.show,
            allow=officials,
        )
        for noun, handler, form in casework_steps.VERBS
    ),
    # What the SMS operator tells us
    post("/sms/receipts/{token}", callbacks.receipt, machine=True),
    post("/sms/inbox/{token}", callbacks.received, machine=True),
    # The site about itself
    get("/about", about.about, cached=True),
    get("/privacy", about.privacy, cached=True),
    get("/cookies", about.cookies, cached=True),
    get("/accessibility", about.accessibility, cached=True),
    get("/demo/outbox", about.outbox),
    # How it is, for people and machines
    get("/status", operation.status, cached=True),
    probe("GET", "/live", operation.live),
    probe("GET", "/ready", operation.ready),
    get("/metrics", operation.metrics, allow=monitors, machine=True),
    probe("POST", "/csp-reports", operation.csp_reports, limit=REPORTED),
    get("/robots.txt", operation.robots, cached=True),
    get("/sitemap.xml", operation.sitemap, cached=True),
    get("/.well-known/security.txt", operation.security, cached=True),
)
