"""Contexts for every page, as web/pages gives them: what each template may ask for, and no more.

`PAGES` is a list of (template, what it shows, context). Invented people, places and words.
"""

from datetime import date, datetime
from types import SimpleNamespace as Thing
from zoneinfo import ZoneInfo

from markupsafe import Markup

import templates

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 42) -> int:
    moment = datetime(year, month, day, hour, minute, tzinfo=STOCKHOLM)
    return int(moment.timestamp()) * 1_000_000


NOW = at(2026, 11, 5)

SITE = Thing(
    name="Exempelby kommun",
    short_name="Exempelby",
    site_name="Exempelby torg",
    home_url="https://www.exempelby.example",
    phone="08-123 45 00",
    duty_phone="08-123 45 99",
    hours_sv="Öppet till 16.30",
    hours_en="Open until 16:30",
    email="servicecenter@exempelby.example",
    address="Exempelby kommun, Torget 1, 123 00 Exempelby",
    colour="#0B5A5E",
)
OLGA = Thing(name="Olga Official", is_staff=True, roles={"official", "moderator"})
ROSA = Thing(name="Rosa", is_staff=False, roles={"resident"})

COMMON = {
    "site": SITE,
    "me": None,
    "path": "/",
    "canonical": "https://torg.exempelby.example/",
    "demo": False,
    "delivery": "send",
    "problem": None,
}


def wrong(field: str, code: str, **values: int) -> Thing:
    return Thing(field=field, code=code, values=values)


STREETS = Thing(name="Gatuenheten", phone="08-123 45 10")
BOARD = "samhällsbyggnadsnämnden"
SUBJECTS = [
    Thing(slug="street-lights", name="Gatlampor och mörka platser"),
    Thing(slug="roads", name="Vägar, gropar och snö"),
    Thing(slug="parks", name="Parker, lekplatser och skräp"),
    Thing(slug="schools", name="Förskola och skola"),
    Thing(slug="care", name="Äldre, stöd och omsorg"),
]
TYPED = {
    "kind": "fault_report",
    "title": "Mörkt på gångvägen vid Storgatan",
    "text": "Tre lampor i rad är släckta sedan i måndags. Mamma vågar inte gå hem från bussen.",
    "subject": "street-lights",
    "place": "Storgatan 14, stolpe 0417",
    "answer_by": "email",
    "email": "rosa@example.org",
    "phone": "",
    "name": "Rosa",
    "shown": "unnamed",
    "form_key": "k" * 22,
}


def case(**changed: object) -> Thing:
    facts: dict[str, object] = {
        "reference": "2026-00123",
        "title": "Mörkt på gångvägen vid Storgatan",
        "kind": "fault_report",
        "status": "in_progress",
        "outcome": None,
        "publication": "published",
        "place": "Storgatan 14",
        "byline": "Rosa",
        "name": "Rosa",
        "received_at": at(2026, 11, 2),
        "answer_by": date(2026, 11, 16),
        "answered_on": None,
        "late": False,
        "mine": False,
        "is_public": True,
        "commentable": True,
        "version": 3,
        "assignee_id": 7,
        "votes": None,
    }
    return Thing(**(facts | changed))


PROSE = (
    "<p>Tre lampor i rad är släckta sedan i måndags. Mamma vågar inte gå hem från bussen, och "
    "cyklisterna ser inte de gående.</p><p>Stolparna har nummer 0417 till 0419.</p>"
)
ANSWER = Thing(
    id=1,
    html="<p>Tack för att du sa till. Det är ett kabelfel. Vi gräver på torsdag den 12 november "
    "och lamporna lyser igen samma kväll.</p>",
    at=at(2026, 11, 4, 14, 5),
    unit="Gatuenheten",
    byline="Olga",
    corrected_at=None,
)
EVENTS = [
    Thing(kind="answered", at=at(2026, 11, 4, 14, 5), unit="Gatuenheten", to="answered", outcome="", html=""),
    Thing(kind="handed_over", at=at(2026, 11, 3, 8, 12), unit="Gatuenheten", to="", outcome="", html="<p>Gatuenheten har hand om belysningen.</p>"),
    Thing(kind="published", at=at(2026, 11, 2, 15, 30), unit="", to="", outcome="", html=""),
    Thing(kind="received", at=at(2026, 11, 2), unit="Servicecenter", to="received", outcome="", html=""),
]


def comment(number: int, depth: int, text: str, **changed: object) -> Thing:
    facts: dict[str, object] = {
        "number": number,
        "depth": depth,
        "byline": "",
        "official": False,
        "at": at(2026, 11, 3, 9, number),
        "html": f"<p>{text}</p>" if text else "",
        "parent": None,
        "parent_byline": "",
        "orphan": False,
    }
    return Thing(**(facts | changed))


COMMENTS = [
    comment(1, 0, "Samma sak på min gata, och jag har ringt två gånger.", byline="Sam"),
    comment(2, 1, "Vilken gata är det? Då tittar vi dit samtidigt.", byline="Gatuenheten", official=True, parent=1, parent_byline="Sam"),
    comment(3, 2, "Björkvägen, vid förskolan.", byline="Sam", parent=2, parent_byline="Gatuenheten"),
    comment(4, 3, "", parent=3, parent_byline="Sam"),
    comment(5, 4, "Tack, nu lyser det.", parent=4),
    comment(6, 9, "Här också.", orphan=True),
]
DECISION = Thing(
    ruling="approved",
    body="Samhällsbyggnadsnämnden",
    decided_on=date(2026, 12, 1),
    paragraph="112",
    summary_html="<p>Det byggs en lekplats i Björkparken under våren 2027.</p>",
    reasons_html="<p>Det bor många barn i området och den närmaste lekplatsen ligger 1,4 km bort.</p>",
    appealable=True,
    minutes_posted=date(2026, 12, 10),
    appeal_by=date(2027, 1, 4),
)
VOTES = Thing(total=31, goal=50, until=at(2026, 11, 30))


def top(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "case": case(),
        "unit": STREETS,
        "board": "",
        "votes": None,
        "late": False,
        "delay": None,
        "planned_on": None,
        "summary": "",
        "duplicate": None,
        "receiver": None,
        "declared": None,
        "source": None,
    }
    return facts | changed


def rest(**changed: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "case": case(),
        "html": PROSE,
        "late": False,
        "decision": None,
        "answers": [],
        "events": EVENTS[1:],
        "more_events": 0,
        "events_url": "",
        "comments": [],
        "comments_total": 0,
        "comments_next": "",
    }
    return facts | changed


def show(language: str, head: dict[str, object], body: dict[str, object], **shell: object) -> dict[str, object]:
    facts: dict[str, object] = {
        "top": templates.fragment("submissions/_top.html", language, **head),
        "rest": templates.fragment("submissions/_rest.html", language, **body),
        "case": head["case"],
        "notice": "",
        "reason": "",
        "support": None,
        "signed_in": False,
        "wanted": None,
    }
    return facts | shell


def _shows(language: str) -> list[tuple[str, str, dict[str, object]]]:
    page = "submissions/show.html"
    proposal = case(kind="proposal", status="voting", title="Lekplats i Björkparken", place="Björkparken")
    decided = case(kind="proposal", status="decided", outcome="approved", title="Lekplats i Björkparken", place="Björkparken", answered_on=date(2026, 11, 10))
    private = case(kind="complaint", status="waiting_resident", publication="private", is_public=False, commentable=False, mine=True, byline="", title="Bemötandet på biblioteket", place="")
    states = [
        ("received", None, {}),
        ("planned", None, {"planned_on": date(2026, 12, 3)}),
        ("fixed", None, {"late": True, "delay": Thing(reason="Kabeln måste grävas upp.", day=date(2026, 11, 20))}),
        ("answered", None, {}),
        ("closed", "not_ours", {"receiver": Thing(name="Trafikverket", contact="0771-921 921", forwarded=True)}),
        ("closed", "duplicate", {"duplicate": Thing(reference="2026-00100", title="Släckta lampor")}),
        ("closed", "no_reply", {"summary": "Vi frågade två gånger och fick inget svar."}),
    ]
    made = [
        (page, "in progress, with comments", show(language, top(), rest(answers=[ANSWER], events=EVENTS, comments=COMMENTS, comments_total=592, comments_next="?after=6", more_events=14, events_url="?events=all"))),
        (page, "collecting support", show(language, top(case=proposal, board=BOARD, votes=VOTES), rest(case=proposal), support=Thing(state="open"))),
        (page, "supported by me", show(language, top(case=proposal, board=BOARD, votes=VOTES, declared=Thing(votes=812, comments=40), source=Thing(name="decide.example", url="https://decide.example/1")), rest(case=proposal), support=Thing(state="given"), signed_in=True)),
        (page, "decided", show(language, top(case=decided, board=BOARD, votes=VOTES), rest(case=decided, decision=DECISION, answers=[ANSWER]))),
        (page, "private, we need more", show(language, top(case=private), rest(case=private), notice="private")),
        (page, "returned for a change", show(language, top(case=private), rest(case=private), notice="returned", wanted=Thing(message="Ta bort telefonnumret, så visar vi texten.", action="/submissions/2026-00123/edits", values={"text": "Ring mig på ..."}, errors=[wrong("text", "missing")]))),
        (page, "refused", show(language, top(case=private), rest(case=private), notice="refused", reason="personal_data")),
    ]
    for status, outcome, more in states:
        one = case(status=status, outcome=outcome, late="late" in more)
        made.append((page, f"{status} {outcome or ''}".strip(), show(language, top(case=one, **more), rest(case=one, late="late" in more))))
    return made


def _news() -> list[tuple[str, str, dict[str, object]]]:
    page = "submissions/new.html"
    base = {"number": 1, "total": 3, "errors": [], "subjects": SUBJECTS, "unit": "Gatuenheten", "promised": date(2026, 11, 19)}
    empty: dict[str, str] = {"form_key": "k" * 22}
    return [
        (page, "step 1 without a kind", base | {"step": 1, "values": empty}),
        (page, "step 1", base | {"step": 1, "values": {"kind": "fault_report"} | empty}),
        (page, "step 1 with errors", base | {"step": 1, "values": {"kind": "complaint"} | empty, "errors": [wrong("title", "missing"), wrong("text", "too_long", over=12), wrong("subject", "missing")]}),
        (page, "step 2", base | {"step": 2, "number": 2, "values": TYPED}),
        (page, "step 3", base | {"step": 3, "number": 3, "values": TYPED}),
        (page, "step 3 of a proposal with errors", base | {"step": 3, "number": 3, "values": TYPED | {"kind": "proposal", "answer_by": "sms", "phone": "08-1"}, "errors": [wrong("phone", "not_mobile"), wrong("shown", "missing")]}),
        (page, "check", base | {"step": "check", "number": 3, "values": TYPED}),
        (page, "check of a proposal", base | {"step": "check", "number": 3, "values": TYPED | {"kind": "proposal", "subject": "not-sure", "answer_by": "none", "place": ""}}),
    ]


def _row(**changed: object) -> Thing:
    facts: dict[str, object] = {
        "id": 3, "reference": "2026-00123", "title": "Mörkt på gångvägen vid Storgatan", "kind": "fault_report",
        "status": "in_progress", "outcome": None, "place": "Storgatan 14", "received_at": at(2026, 11, 2),
        "late": False, "votes": None, "goal": None, "at": at(2026, 11, 2), "publication": "published",
        "answer_by": date(2026, 11, 16), "assignee": "Olga", "ruling": "approved", "body": "Kommunstyrelsen",
        "decided_on": date(2026, 10, 20), "paragraph": "87", "carried_out": False, "total": 31, "voting_until": at(2026, 11, 30),
    }
    return Thing(**(facts | changed))


ROWS = [
    _row(),
    _row(reference="2026-00122", title="Lekplats i Björkparken", kind="proposal", status="voting", place="Björkparken", votes=31, goal=50, total=31),
    _row(reference="2026-00118", title="Varför stängs biblioteket klockan 17?", kind="question", status="answered", place=""),
    _row(reference="2026-00117", title="Snö på cykelbanan mellan samhällsbyggnadsförvaltningen och Ångströmsgatan", status="closed", outcome="not_ours", late=True, place="Ångströmsgatan"),
    _row(reference="2026-00110", title="Ni svarar aldrig i telefon", kind="complaint", status="waiting_resident", place=""),
    _row(reference="2026-00101", title="Fler sittplatser på torget", kind="proposal", status="decided", outcome="rejected", place="Torget", votes=64, goal=50, ruling="rejected"),
    _row(reference="2026-00097", title="Tack till vaktmästaren på Björkskolan", kind="praise", status="closed", outcome="thanked", place=""),
]
ITEM = Thing(
    id=9, target="comment", kind="proposal", reference="2026-00122", title="Lekplats i Björkparken", waited_since=at(2026, 11, 5, 8, 3),
    publication="queued", version=2, claimed_by="Marek", mine=False, public=True, urgent=True, reports=2, flags=1,
)
DOORS = ["publish", "keep", "return", "refuse", "redact", "hide", "unpublish"]


def _lists() -> list[tuple[str, str, dict[str, object]]]:
    pages = {"next_url": "?before=2026-00097", "first_url": "/submissions"}
    none = {"next_url": "", "first_url": ""}
    return [
        ("start.html", "with open and done", {"open": [_row(goal=50)], "done": ROWS[2:4]}),
        ("start.html", "empty", {"open": [], "done": []}),
        ("submissions/list.html", "full", {"rows": ROWS} | pages),
        ("submissions/list.html", "empty", {"rows": []} | none),
        ("decisions/list.html", "full", {"rows": [_row(carried_out=True), ROWS[5]]} | pages),
        ("decisions/list.html", "empty", {"rows": []} | none),
        ("decisions/show.html", "posted", {"case": case(votes=64), "decision": DECISION, "carried_out_on": date(2027, 5, 1)}),
        ("decisions/show.html", "preliminary", {"case": case(), "decision": Thing(**(vars(DECISION) | {"ruling": "rejected", "minutes_posted": None, "appeal_by": None})), "carried_out_on": None}),
        ("decisions/show.html", "cannot be appealed", {"case": case(), "decision": Thing(**(vars(DECISION) | {"appealable": False})), "carried_out_on": None}),
        ("moderation_log/list.html", "full", {"rows": [
            Thing(id=2, at=NOW, judgement="refuse", target="comment", reason="threat", automated=False, reversed=False, reference="2026-00122"),
            Thing(id=1, at=NOW, judgement="redact", target="submission", reason="personal_data", automated=True, reversed=True, reference=""),
        ]} | pages),
        ("moderation_log/list.html", "empty", {"rows": []} | none),
        ("me.html", "full", {"me": ROSA, "address": "r***@example.org", "waiting": [ROWS[4]], "rows": [*ROWS[:4], _row(publication="queued")], "follows": [Thing(reference="2026-00101", title="Fler sittplatser på torget", extent="answers")], "manage": "/subscriptions/x"}),
        ("me.html", "empty", {"me": ROSA, "address": "r***@example.org", "waiting": [], "rows": [], "follows": [], "manage": ""}),
        ("demo/outbox.html", "full", {"demo": True, "messages": [Thing(channel="email", to="rosa@example.org", subject="Vi har tagit emot ditt ärende [2026-00123]", text="Tack!\n\nhttps://torg.exempelby.example/s/2026-00123", at=NOW), Thing(channel="sms", to="070-174 06 05", subject="", text="Exempelby: Svar", at=NOW)]}),
        ("demo/outbox.html", "empty", {"demo": True, "messages": []}),
    ]


def _forms() -> list[tuple[str, str, dict[str, object]]]:
    blank = {"values": {}, "errors": []}
    wish = Thing(id=4, topic="submission", title="Lekplats i Björkparken", reference="2026-00122", extent="answers", stop_action="/x", extent_action="/x")
    many = Thing(id=5, topic="decisions", title="Alla beslut", reference="", extent="everything", stop_action="/x", extent_action="/x")
    made = [
        ("submissions/receipt.html", "confirm e-mail", {"case": case(), "unit": "Gatuenheten", "promised": date(2026, 11, 16), "confirm": "email", "address": "r***@example.org", "key": "", "url": "/submissions/2026-00123"}),
        ("submissions/receipt.html", "confirm text message", {"case": case(), "unit": "Gatuenheten", "promised": date(2026, 11, 16), "confirm": "sms", "address": "070-*** ** 05", "key": "", "url": "/submissions/2026-00123"}),
        ("submissions/receipt.html", "key", {"case": case(), "unit": "Gatuenheten", "promised": date(2026, 11, 16), "confirm": "", "address": "", "key": "K7QWZ-3MNPA-R2XVC-9DHTE-5BJSY", "url": "/submissions/2026-00123?k=x"}),
        ("submissions/support.html", "empty", {"case": case(), "votes": VOTES} | blank),
        ("submissions/support.html", "errors", {"case": case(), "votes": VOTES, "values": {"channel": "email", "email": "rosa@"}, "errors": [wrong("email", "bad")]}),
        ("comments/new.html", "comment", {"case": case(), "parent": None, "known": False} | blank),
        ("comments/new.html", "reply with errors", {"case": case(), "parent": COMMENTS[0], "known": True, "values": {"reply_to": "1", "form_key": "k"}, "errors": [wrong("text", "missing")]}),
        ("reports/new.html", "case", {"case": case(), "comment": None, "address": "https://torg.exempelby.example/submissions/2026-00123"} | blank),
        ("reports/new.html", "comment with errors", {"case": case(), "comment": COMMENTS[0], "address": "https://torg.exempelby.example/submissions/2026-00123#comment-1", "values": {"comment": "1"}, "errors": [wrong("reason", "missing"), wrong("good_faith", "missing")]}),
        ("reports/sent.html", "sent", {"case": case()}),
        ("subscriptions/new.html", "case", {"case": case(), "values": {"topic": "submission", "submission": "2026-00123", "extent": "answers"}, "errors": []}),
        ("subscriptions/new.html", "decisions with errors", {"case": None, "values": {"topic": "decisions", "channel": "sms", "phone": "112"}, "errors": [wrong("phone", "bad")]}),
        ("subscriptions/manage.html", "full", {"address": "rosa@example.org", "channel": "email", "wishes": [wish, many], "stopped": Thing(id=6, title="Släckta lampor", resume_action="/x"), "stop_all_action": "/x"}),
        ("subscriptions/manage.html", "empty", {"address": "rosa@example.org", "channel": "email", "wishes": [], "stopped": None, "stop_all_action": "/x"}),
        ("unsubscribe.html", "ask", {"title": "Lekplats i Björkparken", "action": "/u/x", "done": False, "manage": "/subscriptions/x"}),
        ("unsubscribe.html", "done", {"title": "Lekplats i Björkparken", "action": "/u/x", "done": True, "manage": ""}),
        ("sign_in.html", "empty", {"demo_people": []} | blank),
        ("sign_in.html", "demo with errors", {"demo": True, "demo_people": [Thing(name="Olga", role="official", action="/demo/people/olga")], "values": {"email": "x", "next": "/me"}, "errors": [wrong("email", "bad")]}),
        ("sign_in_sent.html", "sent", {"address": "rosa@example.org"}),
    ]
    made += [("subscriptions/sent.html", purpose, {"purpose": purpose, "channel": channel, "address": "rosa@example.org", "back": "/submissions/2026-00123", "back_title": "Mörkt"}) for purpose, channel in (("subscription", "email"), ("support", "sms"), ("comment", "email"))]
    made += [("confirm.html", f"{purpose} {done}", {"purpose": purpose, "action": "/confirm/x", "title": "" if purpose == "sign_in" else "Lekplats i Björkparken", "reference": "" if purpose == "sign_in" else "2026-00122", "done": done}) for purpose in ("submission", "subscription", "support", "comment", "sign_in") for done in (False, True)]
    return made


def _staff() -> list[tuple[str, str, dict[str, object]]]:
    office = {"me": OLGA, "delivery": "hold"}
    item = {"item": ITEM, "html": Markup("<p>Ring mig på <mark>070-174 06 05</mark> så hjälps vi åt.</p>"), "source": "Ring mig på 070-174 06 05", "flags": ["phone"], "reports": [Thing(reason="personal_data", explanation="Det är inte hans nummer.", at=NOW)], "parent": COMMENTS[0], "doors": DOORS, "form": "", "values": {}, "errors": []}
    work = {"case": case(status="received", is_public=False), "seq": 4, "unit": STREETS, "html": PROSE, "contact": Thing(channel="email", address="rosa@example.org", confirmed=False), "answers": [], "events": EVENTS, "decision": None, "told": 12, "colleagues": [(7, "Olga"), (8, "Marek")], "units": [(1, "Servicecenter"), (2, "Gatuenheten")], "doors": ["answer", "assign", "handover", "decide", "close"], "steps": ["in_progress", "waiting_resident", "planned", "fixed"], "outcomes": ["answered", "fixed", "not_ours"], "form": "", "values": {}, "errors": []}
    groups = [Thing(code="late", rows=[ROWS[3]]), Thing(code="week", rows=ROWS[:3])]
    made = [
        ("desk/queue.html", "full", {"items": [ITEM, Thing(**(vars(ITEM) | {"mine": True, "urgent": False, "reports": 0, "target": "submission"}))], "total": 200, "next_url": "?after=9", "first_url": ""}),
        ("desk/queue.html", "empty", {"items": [], "total": 0, "next_url": "", "first_url": ""}),
        ("desk/item.html", "all doors", item),
        ("desk/item.html", "refused without a reason", item | {"form": "refuse", "errors": [wrong("reason", "missing")], "values": {"message": "Hej"}}),
        ("desk/item.html", "returned without words", item | {"form": "return", "errors": [wrong("message", "missing")], "values": {}, "parent": None, "reports": [], "flags": ["caps-lock"]}),
        ("casework/list.html", "full", {"groups": groups, "mine": False, "next_url": "", "first_url": ""}),
        ("casework/list.html", "empty", {"groups": [], "mine": True, "next_url": "", "first_url": ""}),
        ("casework/show.html", "all doors", work),
        ("casework/show.html", "decided", work | {"case": case(kind="proposal", status="decided", outcome="approved"), "decision": DECISION, "contact": None, "doors": ["minutes"], "steps": ["implementing", "implemented"], "answers": [ANSWER]}),
    ]
    for form, field in (("answer", "text"), ("decide", "body"), ("handover", "reason"), ("close", "outcome"), ("assign", "assignee"), ("minutes", "minutes_posted")):
        made.append(("casework/show.html", f"{form} with errors", work | {"form": form, "values": {"text": "Hej"}, "errors": [wrong(field, "missing")], "doors": [*work["doors"], "minutes"]}))
    return [(name, what, office | context) for name, what, context in made]


def _about() -> list[tuple[str, str, dict[str, object]]]:
    made: list[tuple[str, str, dict[str, object]]] = [
        ("about.html", "", {"threshold": 50, "days": 30, "promises": {"proposal": 10, "complaint": 10, "fault_report": 10, "question": 2, "praise": 10}}),
        ("privacy.html", "", {}),
        ("cookies.html", "", {"cookies": [Thing(code=code, name=f"torget_{code}") for code in ("session", "language", "case", "fresh")]}),
        ("accessibility.html", "", {"assessed_on": date(2026, 11, 1)}),
    ]
    usual = {"code": "", "who": "", "when": None, "wait": 0, "kept": [], "back": "", "again": ""}
    made += [("problem.html", str(status), usual | {"status": status}) for status in (400, 403, 404, 405, 409, 410, 413, 422, 429, 500, 503)]
    made += [
        ("problem.html", "stale", usual | {"status": 409, "code": "stale", "who": "Marek", "when": NOW, "kept": [("text", "Ord som tog lång tid att skriva")], "back": "/desk"}),
        ("problem.html", "voting over", usual | {"status": 409, "code": "voting_closed"}),
        ("problem.html", "used", usual | {"status": 410, "code": "used", "again": "/sign-in"}),
        ("problem.html", "wait long", usual | {"status": 429, "wait": 600}),
    ]
    return made


def pages(language: str) -> list[tuple[str, str, dict[str, object]]]:
    """Every page in every state worth looking at, with the context that all pages get."""
    made = _lists() + _news() + _shows(language) + _forms() + _staff() + _about()
    return [(name, what, COMMON | {"path": f"/{name}"} | context) for name, what, context in made]
