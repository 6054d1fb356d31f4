"""Stops behind the links of letters, and where somebody signs in or follows."""

from datetime import timedelta

from models import calendar, demo_message, following
from models import settings as town_settings
from models.answer import answer
from models.calendar import DAY, now, today
from models.person import Channel
from models.settings import settings
from models.states import Kind
from models.submission import take
from models.submitting import Draft
from models.subscription import MANAGE, UNSUBSCRIBE, Extent, Topic
from models.token import Purpose
from notifications import addressing
from tests import people
from tests.browser import stops_of_own, way
from tests.browser.guest import Guest, made

SAM = "sam@example.org"


def handed_in_unconfirmed() -> str:
    """A proposal from an address that waits for the button in its letter to be pressed."""
    draft = people.a_draft(Kind.PROPOSAL)
    unconfirmed = Draft(**(vars(draft) | {"channel": Channel.EMAIL, "address": SAM}))
    return made(lambda s: people.handed_in(s, unconfirmed).reference)


def _followed(reference: str = "") -> None:
    """Sam follows a case, or all decisions, from an address that he has confirmed."""

    def build(s):
        sam = people.sam(s)
        row = take(s, reference) if reference else None
        following.follow(
            s,
            Channel.EMAIL,
            SAM,
            Topic.SUBMISSION if row else Topic.DECISIONS,
            submission_id=row.id if row else None,
            extent=Extent.ANSWERS,
            language="sv",
            own_contacts=[sam.contact_id],
        )

    made(build)


def _subscribe(guest: Guest) -> None:
    way.follow(guest, made(lambda s: people.published(s).reference), SAM)
    guest.go("/subscriptions/new?topic=decisions")
    guest.choose("Sms")


def _manage(guest: Guest) -> None:
    _followed(made(lambda s: people.published(s).reference))
    here = way.standing_link(SAM, MANAGE)
    guest.go(here)
    guest.page.get_by_text("Hur ofta, hur mycket, vilket språk").click()
    guest.page.get_by_label("Hur ofta", exact=True).select_option("daily")
    guest.press("Spara")
    guest.reads("Varje dag klockan 7")
    guest.press("Sluta En cykelväg längs ån")
    guest.press("Ångra")
    _followed()
    guest.page.reload()
    guest.page.get_by_label("Paus till").fill((today() + timedelta(days=9)).isoformat())
    guest.press("Pausa")
    guest.reads("Pausat.")
    guest.press("Fortsätt nu")
    guest.press("Sluta med allt")
    guest.reads("Du får inga fler besked från oss.")


def _sent(guest: Guest) -> None:
    reference = made(lambda s: people.published(s).reference)
    _followed(reference)
    made(
        lambda s: answer(s, take(s, reference), by=people.olga(s).actor, source="Ja.", html="<p/>")
    )
    addressing.address("browser")
    guest.go(f"{way.standing_link(SAM, MANAGE)}/messages")
    guest.reads("Ett svar: En cykelväg längs ån", "För att du följer: En cykelväg längs ån")


def _erase(guest: Guest) -> None:
    _followed()
    guest.go(way.standing_link(SAM, MANAGE))
    guest.page.get_by_role("link", name="Ta bort mina uppgifter").click()
    guest.reads("Det går inte att ångra.")
    guest.press("Ta bort mina uppgifter")
    guest.arrives("Dina uppgifter är borttagna")


def _unsubscribe(guest: Guest) -> None:
    _followed()
    guest.go(way.standing_link(SAM, UNSUBSCRIBE))
    guest.press("Sluta")
    guest.arrives("Vi skickar inget mer om det här")
    guest.press("Ångra")


def _confirm(guest: Guest) -> None:
    handed_in_unconfirmed()
    guest.go(way.letter(Purpose.SUBMISSION))
    guest.press("Bekräfta")
    used = way.letter(Purpose.SUBMISSION)
    guest.is_nobody().go(used)
    guest.arrives("Länken är använd")
    guest.go("/confirm/1.forged")
    guest.arrives("Sidan finns inte, eller är inte öppen för dig")
    reference = made(lambda s: people.published(s).reference)
    guest.go(f"/submissions/{reference}/votes/new")
    guest.choose("Mejl")
    guest.write("Mejladress", SAM)
    guest.press("Stöd förslaget")
    calendar.freeze(now() + 31 * DAY)
    guest.go(way.letter(Purpose.SUPPORT))
    guest.arrives("Länken har gått ut")


def _sign_in(guest: Guest) -> None:
    guest.go("/sign-in")
    made(people.sam)
    town_settings.use(settings().model_copy(update={"demo": True}))
    guest.go("/sign-in")
    guest.reads("I demonstrationen")


def _signed_in(guest: Guest) -> None:
    way.sign_in(guest, made(people.sam))
    guest.go(way.letter(Purpose.SIGN_IN))
    guest.is_nobody().go(way.letter(Purpose.SIGN_IN))
    guest.arrives("Länken är använd")


def _me(guest: Guest) -> None:
    guest.is_(people.sam).go("/me")
    reference = made(lambda s: people.published(s).reference)
    made(lambda s: people.a_submission(s, Kind.QUESTION, by=people.sam(s)).reference)
    made(lambda s: people.a_submission(s, Kind.PRAISE, by=people.sam(s), shown=False).reference)
    _followed(reference)
    _followed()
    guest.go("/me")
    guest.reads("Det du följer", "Alla beslut")


def _outbox(guest: Guest) -> None:
    town_settings.use(settings().model_copy(update={"demo": True}))
    guest.go("/demo/outbox")
    for key, channel in (("a", "email"), ("b", "sms")):
        made(
            lambda s, key=key, channel=channel: demo_message.keep(
                s,
                key,
                channel=channel,
                address=SAM if channel == "email" else "+46701740605",
                subject="Svar på ditt förslag" if channel == "email" else "",
                text=f"Läs svaret: {guest.site}/submissions/2026-00001",
            )
        )
    guest.go("/demo/outbox")
    guest.reads("Svar på ditt förslag")


STOPS = {
    "/subscriptions/new": [_subscribe],
    "/subscriptions/{token}": [_manage],
    "/subscriptions/{token}/messages": [_sent],
    "/subscriptions/{token}/erasure/new": [_erase],
    "/u/{token}": [_unsubscribe],
    "/confirm/{token}": [_confirm],
    "/sign-in": [_sign_in],
    "/sign-in/{token}": [_signed_in, stops_of_own.renewed],
    "/me": [_me],
    "/demo/outbox": [_outbox],
}
