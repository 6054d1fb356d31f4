"""The whole site map, one table: address, handler, who may enter, limits."""

from web.entry import Entry, get, monitors, post, probe
from web.networks import Limit
from web.pages import (
    about,
    appeals,
    attachments,
    callbacks,
    codes,
    comments,
    confirming,
    dialogue_number,
    editing,
    feeds,
    figures,
    follow_ups,
    handing_in,
    handing_in_forms,
    history,
    languages,
    operation,
    photos,
    receipts,
    returned,
    searching,
    six_months,
    start,
    submissions,
    supplementing,
    votes,
    withdrawing,
    wordings,
)
from web.pages.reaching import LETTERS
from web.routes_of_admin import ADMIN
from web.routes_of_appeals import APPEALS
from web.routes_of_casework import CASEWORK
from web.routes_of_dialogue_staff import DIALOGUE_STAFF
from web.routes_of_dialogues import DIALOGUES
from web.routes_of_factors import FACTORS
from web.routes_of_following import FOLLOWING
from web.routes_of_meetings import MEETINGS
from web.routes_of_openness import OPENNESS
from web.routes_of_own_pages import OWN
from web.routes_of_panels import PANELS
from web.routes_of_participation import PARTICIPATION
from web.routes_of_promises import PROMISES
from web.routes_of_questions import QUESTIONS
from web.routes_of_records import RECORDS
from web.routes_of_register import REGISTER
from web.routes_of_reports import REPORTS
from web.routes_of_review import ITEMS, REVIEW
from web.routes_of_reviewing import REVIEWING
from web.routes_of_settings import SETTINGS
from web.routes_of_signing_in import SIGNING_IN
from web.routes_of_statistics import STATISTICS
from web.routes_of_support import SUPPORT
from web.routes_of_units import UNITS
from web.routes_of_verdicts import STATEMENTS

SUBMIT = Limit("submit", most=300, seconds=600)
BOUNCED = Limit("bounces", most=6_000, seconds=600)
REPORTED = Limit("csp", most=60, seconds=600)

ROUTES: tuple[Entry, ...] = (
    get("/", start.show, cached=True),
    get("/submissions", searching.index, cached=True),
    post(
        "/submissions",
        handing_in.create,
        form=handing_in_forms.Whole,
        again=handing_in.again,
        limit=SUBMIT,
    ),
    get("/submissions/new", handing_in.new),
    post(
        "/submissions/new",
        handing_in.step,
        again=handing_in.same,
        writes=False,
        files=(photos.FIELD,),
    ),
    get("/appeals/new", appeals.new),
    post("/appeals", appeals.create, form=appeals.Appeal, again=appeals.again, limit=SUBMIT),
    # Feeds: an ending comes before the address without one, which would take it for a reference.
    get("/feeds/submissions.atom", feeds.submissions, cached=True, needs=("feeds",)),
    get("/feeds/submissions.json", feeds.submissions, cached=True, needs=("feeds",)),
    get("/feeds/decisions.atom", feeds.decisions, cached=True, needs=("feeds", "proposals")),
    get("/feeds/decisions.json", feeds.decisions, cached=True, needs=("feeds", "proposals")),
    get("/feeds/subjects/{subject}.atom", feeds.subject, cached=True, needs=("feeds",)),
    get("/feeds/subjects/{subject}.json", feeds.subject, cached=True, needs=("feeds",)),
    get("/feeds/units/{unit}.atom", feeds.unit, cached=True, needs=("feeds",)),
    get("/feeds/units/{unit}.json", feeds.unit, cached=True, needs=("feeds",)),
    get("/submissions/{reference}.atom", feeds.case, cached=True, needs=("feeds",)),
    get("/submissions/{reference}.json", feeds.case, cached=True, needs=("feeds",)),
    get("/submissions/{reference}", submissions.show, cached=True),
    get("/submissions/{reference}/receipt", receipts.show),
    get("/submissions/{reference}/attachments/{name}", attachments.show),
    get("/submissions/{reference}/attachments/{name}/small", attachments.small),
    get("/attachments/{name}", attachments.staged),
    get("/submissions/{reference}/answers/{answer}/wordings", wordings.show, cached=True),
    get("/submissions/{reference}/history", history.show, cached=True),
    get("/submissions/{reference}/history/check", history.check, cached=True),
    get("/ledger/{stream}.json", history.export),
    get("/s/{reference}.svg", codes.show),
    get("/s/{reference}", submissions.short),
    # What residents do with a case
    get("/submissions/{reference}/votes/new", votes.new, needs=("proposals",)),
    post("/submissions/{reference}/votes", votes.create, again=votes.again, needs=("proposals",)),
    post("/submissions/{reference}/votes/withdrawal", votes.withdraw, needs=("proposals",)),
    get("/submissions/{reference}/comments/new", comments.new, needs=("comments",)),
    post(
        "/submissions/{reference}/comments",
        comments.create,
        form=comments.Written,
        again=comments.again,
        limit=LETTERS,
        needs=("comments",),
    ),
    # Of a dialogue: those of a case stand on its page. Without dialogues its handler knows of none.
    get("/submissions/{reference}/comments/{number}", dialogue_number.comment),
    *REPORTS,
    post("/submissions/{reference}/confirmation", confirming.own_case),
    post(
        "/submissions/{reference}/supplements",
        supplementing.create,
        form=supplementing.Added,
        again=supplementing.again,
    ),
    post("/submissions/{reference}/delay-action", six_months.create),
    get("/submissions/{reference}/follow-ups/new", follow_ups.new),
    post(
        "/submissions/{reference}/follow-ups",
        follow_ups.create,
        form=follow_ups.FollowUp,
        again=follow_ups.new,
    ),
    get("/submissions/{reference}/follow-ups/more", follow_ups.more),
    post(
        "/submissions/{reference}/follow-ups/more",
        follow_ups.create_more,
        form=follow_ups.More,
        again=follow_ups.more,
    ),
    post("/submissions/{reference}/follow-ups/none", follow_ups.decline),
    get("/submissions/{reference}/withdrawal", withdrawing.show),
    post("/submissions/{reference}/withdrawal", withdrawing.create),
    get("/submissions/{reference}/edits/new", editing.new),
    post(
        "/submissions/{reference}/edits",
        editing.create,
        form=editing.Revision,
        again=editing.again,
    ),
    # The municipality asks
    *DIALOGUES,
    # Updates, and the buttons of letters
    *FOLLOWING,
    get("/confirm/{token}", confirming.show),
    post("/confirm/{token}", confirming.press),
    # A person: signing in, her own pages
    # Before the address of a link to sign in, which would take them for its token.
    *FACTORS,
    *SIGNING_IN,
    *OWN,
    *PARTICIPATION,
    *PANELS,
    # Who helps: officials who take in, a case handed in for another, organisations
    *REGISTER,
    post("/language", languages.choose, writes=False),
    # Support: before the desk, whose items would take its address for a number
    *SUPPORT,
    # What moderators judge
    *REVIEWING,
    *APPEALS,
    *REVIEW,
    *OPENNESS,
    *STATEMENTS,
    # What officials decide and do
    *MEETINGS,
    # What came in, and what is given out of it: before the address of a case
    *RECORDS,
    # Before the address of a case, which would take it for a reference.
    *QUESTIONS,
    *DIALOGUE_STAFF,
    *CASEWORK,
    # People and roles, invitations, who has seen what
    *ADMIN,
    *SETTINGS,
    *ITEMS,
    # What the SMS operator tells us
    post("/sms/receipts/{token}", callbacks.receipt, machine=True),
    post("/sms/inbox/{token}", callbacks.received, machine=True),
    # Letters that came back
    post(
        "/mail/bounces/{token}",
        returned.create,
        machine=True,
        raw=True,
        body=returned.LARGEST,
        limit=BOUNCED,
    ),
    # The site about itself
    *PROMISES,
    *UNITS,
    *STATISTICS,
    get("/about", about.about, cached=True),
    get("/privacy", about.privacy, cached=True),
    get("/cookies", about.cookies, cached=True),
    get("/accessibility", about.accessibility, cached=True),
    get("/minority-languages", about.minority_languages, cached=True),
    get("/demo/outbox", about.outbox),
    # How it is, for people and machines
    get("/status", figures.status, cached=True),
    probe("GET", "/live", operation.live),
    probe("GET", "/ready", operation.ready),
    get("/metrics", figures.metrics, allow=monitors, machine=True),
    probe("POST", "/csp-reports", operation.csp_reports, limit=REPORTED),
    get("/robots.txt", operation.robots, cached=True),
    get("/sitemap.xml", operation.sitemap, cached=True),
    get("/.well-known/security.txt", operation.security, cached=True),
)
