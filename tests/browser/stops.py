"""Where a look at the site has to stop: every page of its map, in every state that differs.

A stop is a function of one guest: it builds what the page shows, opens it, and does what can be
done there. Whoever holds the guest decides what is looked at after each of her steps.
"""

from collections.abc import Callable

from models import calendar, keeping, publishing, vote
from models.actor import SYSTEM
from models.calendar import DAY, now
from models.person import Channel
from models.states import Kind, Outcome, Publication, Status
from models.submission import take
from models.submitting import Draft
from tests import people
from tests.browser import (
    stops_of_admin,
    stops_of_appeals,
    stops_of_desk,
    stops_of_dialogues,
    stops_of_factors,
    stops_of_following_up,
    stops_of_leading,
    stops_of_leaving,
    stops_of_links,
    stops_of_listening,
    stops_of_meetings,
    stops_of_occasions,
    stops_of_openness,
    stops_of_own,
    stops_of_panels,
    stops_of_participation,
    stops_of_photos,
    stops_of_polls,
    stops_of_promises,
    stops_of_providers,
    stops_of_questions,
    stops_of_records,
    stops_of_register,
    stops_of_reports,
    stops_of_results,
    stops_of_retention,
    stops_of_review,
    stops_of_reviewing,
    stops_of_settings,
    stops_of_staff,
    stops_of_statements,
    stops_of_statistics,
    stops_of_support,
    stops_of_talk,
    stops_of_units,
    stops_of_verdicts,
    stops_of_writing,
    way,
)
from tests.browser.guest import Guest, made

Stop = Callable[[Guest], None]


def _start(guest: Guest) -> None:
    guest.go("/")
    for title in ("En cykelväg längs ån", "Fler bänkar på Samhällsbyggnadsförvaltningens gård"):
        made(lambda s, title=title: people.published(s, title=title).id)
    stops_of_staff.an_answered_case()
    made(lambda s: keeping.note(s, {Kind.QUESTION: keeping.Figures(answered=41, in_time=40)}))
    # Made behind the web's back: its lists are a second old at most.
    guest.page.wait_for_timeout(1100)
    guest.go("/")
    guest.reads("Just nu kan du påverka", "Nyligen klart", "97\N{NO-BREAK SPACE}% fick svar i tid")


def _promises(guest: Guest) -> None:
    few = keeping.Figures(answered=1, late=2)
    much = keeping.Figures(answered=41, in_time=40, late=3)
    made(lambda s: keeping.note(s, {Kind.QUESTION: much, Kind.PRAISE: few}))
    guest.go("/promises")
    guest.reads("Svar inom 2 arbetsdagar", "Färre än 5, för få för att säga något")


def _list(guest: Guest) -> None:
    guest.go("/submissions")
    made(lambda s: people.published(s).id)
    made(lambda s: people.decided(s, people.referred(s)).id)
    made(lambda s: people.published(s, Kind.FAULT_REPORT).id)
    stops_of_staff.an_answered_case()
    calendar.freeze(now() + 40 * DAY)
    guest.page.wait_for_timeout(1100)
    guest.go("/submissions")
    guest.reads("Försenat")


def _searched(guest: Guest) -> None:
    """Found, chosen, nothing found, and what was probably meant."""
    for title in ("Gatlampan lyser inte", "Gatlamporna vid lekplatsen blinkar"):
        made(lambda s, title=title: people.published(s, Kind.FAULT_REPORT, title=title).id)
    guest.go("/submissions")
    guest.write("Hitta ett ärende", "gatlmpa")
    guest.press("Sök")
    guest.reads('Inget ärende med "gatlmpa".', "Menade du", "Hellre prata?")
    guest.press("gatlampan")
    guest.reads('2 ärenden med "gatlampan"', "Svar på vanliga frågor")
    guest.go(
        "/submissions?q=gatlampa&kind=fault_report&subject=street-lights&unit=streets&order=due"
    )
    guest.reads("Ska få svar först")
    guest.go("/submissions?kind=praise&state=closed")
    guest.reads("Inget ärende passar med det du har valt.")
    reference = made(
        lambda s: people.published(s, Kind.FAULT_REPORT, title="Gatlampan blinkar").reference
    )
    guest.go(f"/submissions?like={reference}")
    guest.reads("Liknande ärenden", "Gatlampan lyser inte")


def _same_thing(guest: Guest) -> None:
    """The check page asks, and the way to the other case's updates and back."""
    made(lambda s: people.published(s, Kind.FAULT_REPORT, title="En lampa är trasig vid skolan").id)
    guest.go("/submissions/new?kind=fault_report")
    guest.write("Vad handlar det om?", "Lampan vid skolan är trasig")
    guest.write("Berätta mer", "Den vid cyklarna.")
    guest.choose("Gatlampor och mörka platser")
    guest.press("Fortsätt")
    guest.write("Var är det?", "Skolan")
    guest.press("Fortsätt")
    guest.choose("Inget svar")
    guest.press("Fortsätt")
    guest.reads("Är det samma sak?", "Svaret kanske redan finns här")
    guest.press("Få besked om det ärendet En lampa är trasig vid skolan")
    guest.arrives("Få besked")
    guest.press("Tillbaka till det du skrev")
    guest.reads("Den vid cyklarna.")


def _handing_in(guest: Guest) -> None:
    guest.go("/submissions/new")
    guest.press("Fortsätt")
    way.hand_in(guest)
    guest.go("/submissions/new?kind=fault_report")
    guest.write("Vad handlar det om?", "En lampa är trasig")
    guest.write("Berätta mer", "Den vid skolan.")
    guest.choose("Gatlampor och mörka platser")
    guest.press("Fortsätt")
    guest.write("Var är det?", "Skolan")
    guest.press("Fortsätt")
    guest.choose("Sms")
    guest.write("Mobilnummer", "08-123")
    guest.press("Fortsätt")
    guest.choose("Ja, med ett annat namn")
    guest.choose("Brev")
    guest.choose("Ring mig")
    guest.write("Telefonnummer", "08-123 45 00")
    guest.write("Namnet som ska visas", "Gatuenheten")
    guest.press("Fortsätt")
    guest.is_told("Namnet liknar ett av våra. Välj ett annat, så att ingen tar dig för kommunen.")
    guest.write("Namnet som ska visas", "Nattuggla")
    guest.press("Fortsätt")
    guest.press("Skicka")
    guest.reads("Spara den här koden")


def _elsewhere(guest: Guest) -> None:
    """Somebody else's road, a place far away, a slip in an address and a personal number."""
    guest.go("/submissions/new?kind=complaint")
    guest.choose("Större vägar mellan orter")
    guest.press("Fortsätt")
    guest.arrives("Trafikverket ansvarar för det här")
    guest.press("Skriv till oss ändå")
    guest.write("Vad handlar det om?", "Mötet med er")
    guest.write("Berätta mer", "Mitt nummer är 811228-9874.")
    guest.press("Fortsätt")
    guest.write("Var är det?", "Landsvägen")
    guest.page.evaluate("""() => {
        for (const name of ['latitude', 'longitude'])
            document.querySelector(`[name=${name}]`).value = '10.5';
    }""")
    guest.press("Fortsätt")
    guest.is_told(
        "Platsen ligger inte i vår kommun, så vi sparar den inte. Skriv var det är i stället."
    )
    guest.press("Fortsätt")
    guest.choose("Mejl")
    guest.write("Mejladress", "rosa@gmial.com")
    guest.choose("Nej")
    guest.press("Fortsätt")
    guest.reads("Menade du gmail.com?", "Numret är dolt på alla sidor.")
    guest.press("Dölj numret")
    guest.press("Ändra till rosa@gmail.com")
    guest.press("Skicka")


def _appeal(guest: Guest) -> None:
    guest.go("/appeals/new")
    guest.press("Skicka överklagandet")
    guest.choose("Brev")
    guest.write("Postadress", "Storgatan 1\n123 00 Exempelby")
    guest.write("Vilket beslut?", "Nej till färdtjänst")
    guest.write("Vad vill du ändra, och varför?", "Jag kan inte gå till bussen.")
    guest.write("Ditt namn", "Rosa Berg")
    guest.press("Skicka överklagandet")
    guest.reads("Sedan skickar vi det vidare till domstolen")


def _receipt(guest: Guest) -> None:
    stranger = {"channel": Channel.SMS, "address": "+46701740605"}
    reference = made(lambda s: people.handed_in(s, _draft(**stranger)).reference)
    guest.holds_key(reference).go(f"/submissions/{reference}/receipt")
    guest.reads("Öppna sms:et")


def _draft(**more) -> Draft:
    return Draft(**(vars(people.a_draft()) | more))


def _case(guest: Guest) -> None:
    """A proposal through its life, as a stranger, a supporter and its author see it."""
    reference = made(lambda s: people.published(s, byline="Rosa").reference)
    guest.go(f"/submissions/{reference}")
    guest.is_(people.sam).go(f"/submissions/{reference}")
    guest.press("Stöd förslaget")
    guest.reads("Du stöder förslaget.")
    made(lambda s: vote.support(s, reference, people.marek(s).id))
    way.count_support(reference)

    def talked(s):
        case = take(s, reference)
        first = people.published_comment(s, case, byline="Sam")
        second = people.published_comment(s, case, reply_to=first.number)
        third = people.published_comment(s, case, by=people.olga(s), reply_to=second.number)
        hidden = people.published_comment(s, case, by=people.rosa(s), reply_to=third.number)
        publishing.show_comment(s, case, hidden, Publication.HIDDEN, by=SYSTEM)

    made(talked)
    guest.go(f"/submissions/{reference}")
    for build in (stops_of_staff.a_decided_proposal, stops_of_staff.an_answered_case):
        guest.go(f"/submissions/{build()}")
    late = made(lambda s: people.published(s, Kind.COMPLAINT).reference)
    calendar.freeze(now() + 40 * DAY)
    guest.go(f"/submissions/{late}")
    guest.reads("Försenat")


def _own_case(guest: Guest) -> None:
    """What only the author is told."""
    reference = made(lambda s: people.a_submission(s).reference)
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    stops_of_staff.returned(reference)
    guest.go(f"/submissions/{reference}")
    guest.reads("Det här behöver vi av dig")
    closed = made(lambda s: people.a_submission(s, shown=False).reference)
    stops_of_staff.closed(closed, Outcome.NOT_OURS)
    guest.go(f"/submissions/{closed}")


def _faces(guest: Guest) -> None:
    """A page of every face that is not looked at elsewhere."""
    for status in (Status.IN_PROGRESS, Status.WAITING_RESIDENT, Status.PLANNED, Status.FIXED):
        guest.go(f"/submissions/{stops_of_staff.looking(status)}")
        guest.reads("Just nu", "Nästa steg" if status is not Status.FIXED else "Åtgärdat")
    for outcome, told in (
        (Outcome.NOT_OURS, "Trafikverket ansvarar för det. Vi har skickat det vidare"),
        (Outcome.DUPLICATE, "Det fortsätter i Mörkt på gångvägen"),
        (Outcome.DISMISSED, "Tas inte upp"),
        (Outcome.NO_REPLY, "Vi frågade om mer och fick inget svar"),
        (Outcome.THANKED, "Vi har framfört det"),
    ):
        guest.go(f"/submissions/{stops_of_staff.looking(Status.CLOSED, outcome)}")
        guest.reads(told)
    guest.go(f"/submissions/{stops_of_staff.a_delayed_case()}")
    guest.reads("Försenat. Kabeln måste grävas upp, och marken är frusen. Ny dag:")


def _history(guest: Guest) -> None:
    reference = stops_of_staff.an_answered_case()
    guest.go(f"/submissions/{reference}")
    guest.press("Visa alla 4 händelser")
    guest.reads("En händelse som inte är offentlig")


def _check(guest: Guest) -> None:
    guest.go(f"/submissions/{stops_of_staff.an_answered_case()}/history/check")
    guest.reads("Historiken är hel")
    guest.unfold("Ett program som räknar ut sigillen igen")


def _ledger(guest: Guest) -> None:
    guest.fetches(f"/ledger/submission-{made(lambda s: people.published(s).reference)}.json")


def _opened_again(guest: Guest) -> None:
    """She says it did not help, first without a word, then with a reason."""
    reference = stops_of_staff.an_answered_case()
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.reads("Blev det bra?")
    guest.press("Nej, öppna igen")
    guest.press("Öppna ärendet igen")
    guest.is_told("Skriv vad som inte är löst")
    guest.write("Vad är inte löst?", "Lampan slocknade igen i natt.")
    guest.press("Öppna ärendet igen")
    guest.reads("Vi arbetar med det", "Lampan slocknade igen i natt.")


def _short(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    guest.go(f"/s/{reference}")
    guest.arrives("En cykelväg längs ån")


def _support(guest: Guest) -> None:
    way.support(guest, made(lambda s: people.published(s).reference), "sam@example.org")


def _comment(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    made(lambda s: people.published_comment(s, take(s, reference), byline="Olle").number)
    way.comment(guest, reference, way.REPLY, name="Sam", reply_to="Olle")
    guest.is_(people.rosa).go(f"/submissions/{reference}/comments/new")
    guest.write("Din kommentar", "Bra! Ring 070-174 06 05.")
    guest.press("Skicka")
    guest.reads("Innan du skickar", "Alla kan läsa telefonnumret och ringa det.")
    guest.press("Ta bort numret")
    guest.press("Skicka")


def _report(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    made(lambda s: people.published_comment(s, take(s, reference)).number)
    guest.go(f"/submissions/{reference}/reports/new")
    guest.go(f"/submissions/{reference}/reports/new?comment=1")
    guest.press("Skicka")
    guest.is_told(
        "Välj vad som är fel",
        "Skriv vad som är fel med texten",
        "Intyga att det du har berättat är sant, så vitt du vet",
    )
    guest.choose("Den är reklam")
    guest.write("Berätta mer", "Den säljer cyklar.")
    guest.choose("Det jag har berättat är sant, så vitt jag vet")
    guest.press("Skicka")
    guest.arrives("Tack, vi tittar på texten")


def _withdrawal(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    guest.is_(people.rosa).go(f"/submissions/{reference}")
    guest.press("Ta tillbaka")
    guest.press("Ta tillbaka")
    guest.reads("Återtaget")


def _edit(guest: Guest) -> None:
    reference = made(lambda s: people.a_submission(s).reference)
    stops_of_staff.returned(reference)
    guest.is_(people.rosa).go(f"/submissions/{reference}/edits/new")
    guest.write("Din text", "")
    guest.press("Skicka")
    guest.is_told("Berätta lite mer så att vi kan hjälpa dig")


def _opened(path: str) -> Stop:
    return lambda guest: guest.go(path)


def _feed(ending: str) -> Stop:
    def stop(guest: Guest) -> None:
        guest.fetches(f"/submissions/{made(lambda s: people.published(s).reference)}.{ending}")

    return stop


def _fetched(path: str) -> Stop:
    """What programs read: it answers, and is no page."""
    return lambda guest: guest.fetches(path)


STOPS: dict[str, list[Stop]] = {
    "/": [_start],
    "/submissions": [_list, _searched],
    "/submissions/new": [_same_thing, _handing_in, _elsewhere, stops_of_photos.sending],
    "/appeals/new": [_appeal],
    "/submissions/{reference}": [
        _case,
        _own_case,
        _faces,
        stops_of_own.asked,
        stops_of_own.unconfirmed,
        stops_of_photos.shown,
    ],
    "/submissions/{reference}/history": [_history],
    "/submissions/{reference}/history/check": [_check],
    "/submissions/{reference}/follow-ups/new": [_opened_again],
    "/ledger/{stream}.json": [_ledger],
    "/s/{reference}.svg": [_fetched("/s/2026-00123.svg")],
    "/submissions/{reference}/receipt": [_receipt],
    "/s/{reference}": [_short],
    "/submissions/{reference}/votes/new": [_support],
    "/submissions/{reference}/comments/new": [_comment],
    "/submissions/{reference}/reports/new": [_report],
    "/submissions/{reference}/withdrawal": [_withdrawal],
    "/submissions/{reference}/edits/new": [_edit, stops_of_own.changing],
    "/promises": [_promises],
    **stops_of_units.STOPS,
    "/about": [_opened("/about")],
    "/privacy": [_opened("/privacy")],
    "/cookies": [_opened("/cookies")],
    "/accessibility": [_opened("/accessibility")],
    "/minority-languages": [_opened("/minority-languages")],
    "/status": [_opened("/status")],
    "/submissions/{reference}.atom": [_feed("atom")],
    "/submissions/{reference}.json": [_feed("json")],
    "/feeds/subjects/{subject}.atom": [_fetched("/feeds/subjects/street-lights.atom")],
    "/feeds/subjects/{subject}.json": [_fetched("/feeds/subjects/street-lights.json")],
    "/feeds/units/{unit}.atom": [_fetched("/feeds/units/streets.atom")],
    "/feeds/units/{unit}.json": [_fetched("/feeds/units/streets.json")],
    **{
        path: [_fetched(path)]
        for path in (
            "/feeds/submissions.atom",
            "/feeds/submissions.json",
            "/feeds/decisions.atom",
            "/feeds/decisions.json",
            "/live",
            "/ready",
            "/metrics",
            "/robots.txt",
            "/sitemap.xml",
            "/.well-known/security.txt",
        )
    },
    **stops_of_admin.STOPS,
    **stops_of_settings.STOPS,
    **stops_of_appeals.STOPS,
    **stops_of_desk.STOPS,
    **stops_of_dialogues.STOPS,
    **stops_of_statements.STOPS,
    **stops_of_factors.STOPS,
    **stops_of_following_up.STOPS,
    **stops_of_leading.STOPS,
    **stops_of_leaving.STOPS,
    **stops_of_links.STOPS,
    **stops_of_listening.STOPS,
    **stops_of_meetings.STOPS,
    **stops_of_occasions.STOPS,
    **stops_of_openness.STOPS,
    **stops_of_own.STOPS,
    **stops_of_panels.STOPS,
    **stops_of_participation.STOPS,
    **stops_of_photos.STOPS,
    **stops_of_polls.STOPS,
    **stops_of_promises.STOPS,
    **stops_of_providers.STOPS,
    **stops_of_questions.STOPS,
    **stops_of_records.STOPS,
    **stops_of_register.STOPS,
    **stops_of_reports.STOPS,
    **stops_of_results.STOPS,
    **stops_of_retention.STOPS,
    **stops_of_review.STOPS,
    **stops_of_reviewing.STOPS,
    **stops_of_staff.STOPS,
    **stops_of_statistics.STOPS,
    **stops_of_support.STOPS,
    **stops_of_talk.STOPS,
    **stops_of_verdicts.STOPS,
    **stops_of_writing.STOPS,
}
"""By the address as web/routes.py writes it. A route that is missing here fails test_axe."""
