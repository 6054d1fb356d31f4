"""The whole way of one proposal, told once: in Swedish, by whoever's hands do it.

Each part says what the person does, what she reads, and where she goes wrong on purpose.
"""

from sqlalchemy import select, update

from models import subscription, tally, token
from models.actor import Role
from models.calendar import now, today
from models.database import table_of, transaction
from models.person import Channel, reach
from models.session import BrowserSession
from models.subscription import MANAGE, Subscription
from models.token import Purpose, Token
from tests.browser.hands import Hands
from tests.people import Someone

TITLE = "En cykelväg längs ån"
WORDS = (
    "Bygg en cykelväg längs ån, från torget till stationen.\n\nI dag cyklar barnen på landsvägen."
)
PLACE = "Ån, mellan Torget och Stationsgatan"
COMMENT = "Bra tanke. Tänk på cyklarna vid skolan också."
REPLY = "Tack! Där finns redan en väg."
ANSWER = "Tack för ditt förslag. Vi räknar på vad vägen kostar."
SUMMARY = "Nämnden säger ja till en cykelväg längs ån."
UNDER_WAY = "Vägen är utsatt, och grävmaskinen kommer på måndag."
CARRIED_OUT = "Cykelvägen är öppen, från torget till stationen."
REASONS = "Många barn går och cyklar till skolan, och landsvägen är farlig."


DOORS = {
    Purpose.SIGN_IN: "sign-in",
    Purpose.INVITATION: "invitations",
    Purpose.NEW_ADDRESS: "new-address",
    Purpose.UNDO_ADDRESS: "old-address",
}
"""Where the buttons of letters stand that do more than confirm."""


def letter(purpose: Purpose) -> str:
    """The address behind the newest letter with a button of this kind."""
    with transaction(write=False) as session:
        newest = session.scalars(
            select(Token).where(Token.purpose == purpose).order_by(Token.id.desc()).limit(1)
        ).one()
        return f"/{DOORS.get(purpose, 'confirm')}/{token.secret(newest)}"


def standing_link(address: str, purpose: str) -> str:
    """The address behind the link at the foot of every letter about what somebody follows."""
    with transaction() as session:
        contact_id = reach(session, Channel.EMAIL, address).id
        wish = session.scalars(
            select(Subscription).where(Subscription.contact_id == contact_id)
        ).one()
        door = "subscriptions" if purpose == MANAGE else "u"
        return f"/{door}/{subscription.link(wish, purpose)}"


def count_support(reference: str) -> None:
    """What the clock of the town does every second."""
    with transaction() as session:
        tally.recount(session, reference)


def hand_in(rosa: Hands) -> str:
    """Three steps and a check page, with every mistake on the way. Returns the case's number."""
    rosa.go("/")
    rosa.press("Lämna ett förslag")
    rosa.arrives("Berätta")
    rosa.reads("Steg 1 av 3")
    rosa.press("Fortsätt")
    rosa.is_told(
        "Skriv med några ord vad det handlar om",
        "Berätta lite mer så att vi kan hjälpa dig",
        'Välj ett område, eller "Vet inte"',
    )
    rosa.write("Vad handlar det om?", TITLE)
    rosa.write("Berätta mer", WORDS)
    rosa.choose("Trafik, cykel och gång")
    rosa.press("Fortsätt")

    rosa.arrives("Var")
    rosa.press("Fortsätt")
    rosa.is_told("Skriv var det är så att vi hittar dit")
    rosa.press("Tillbaka")
    rosa.arrives("Berätta")
    rosa.holds("Vad handlar det om?", TITLE)
    rosa.holds("Berätta mer", WORDS)
    rosa.has_chosen("Trafik, cykel och gång")
    rosa.press("Fortsätt")
    rosa.write("Var är det?", PLACE)
    rosa.press("Fortsätt")

    rosa.arrives("Svar till dig")
    rosa.press("Fortsätt")
    rosa.is_told("Välj hur du vill ha svar", "Välj om vi får visa ditt namn")
    rosa.choose("Mejl")
    rosa.write("Mejladress", "rosa vid exempel")
    rosa.choose("Ja, med mitt namn")
    rosa.press("Fortsätt")
    rosa.is_told("Skriv en mejladress som namn@exempel.se", "Skriv ditt namn")
    rosa.holds("Mejladress", "rosa vid exempel")
    rosa.write("Mejladress", "rosa@example.org")
    rosa.write("Ditt namn", "Rosa Berg")
    rosa.press("Fortsätt")

    rosa.arrives("Kontrollera och skicka")
    rosa.reads(TITLE, WORDS.splitlines()[-1], PLACE, "rosa@example.org", "allmän handling")
    rosa.press("Ändra Plats")
    rosa.holds("Var är det?", PLACE)
    rosa.press("Fortsätt")
    rosa.holds("Mejladress", "rosa@example.org")
    rosa.has_chosen("Ja, med mitt namn")
    rosa.press("Fortsätt")
    rosa.press("Skicka")

    rosa.arrives("Tack, vi har tagit emot ditt ärende")
    rosa.reads("Gatuenheten har det.", "Öppna mejlet och tryck på Bekräfta", "r***@example.org")
    return rosa.main.locator(".figure").inner_text()


def confirm(someone: Hands, purpose: Purpose, asked: str, thanks: str) -> None:
    """The button behind the link of a letter."""
    someone.go(letter(purpose))
    someone.arrives(asked)
    someone.press("Bekräfta")
    someone.arrives(thanks)


def confirm_address(rosa: Hands, reference: str) -> None:
    confirm(
        rosa,
        Purpose.SUBMISSION,
        "Bekräfta din adress",
        "Tack. Vi skickar svaret till den här adressen.",
    )
    rosa.press(TITLE)
    rosa.arrives(TITLE)
    rosa.reads("Mottaget", "Bara du och vi ser den här sidan tills vi har läst texten.", reference)


def sign_in(someone: Hands, who: Someone) -> None:
    someone.go("/me")
    someone.press("Skicka en länk")
    someone.is_told("Skriv din mejladress eller ditt mobilnummer")
    someone.write("Mejladress eller mobilnummer", who.address)
    someone.press("Skicka en länk")
    someone.arrives("Vi har skickat en länk till dig")
    someone.go(letter(Purpose.SIGN_IN))
    someone.press("Logga in")
    if who.role is not Role.RESIDENT:
        # That way has a journey of its own (test_second_factor).
        someone.arrives("Så visar du att det är du")
        _has_shown_her_factor(who)
        someone.go("/me")
    someone.arrives("Mina ärenden")


def _has_shown_her_factor(who: Someone) -> None:
    hers = table_of(BrowserSession).c.person_id == who.id
    with transaction() as session:
        session.execute(update(table_of(BrowserSession)).where(hers).values(strong_at=now()))


def review(marek: Hands, title: str) -> None:
    """Read what waits, nearly refuse it without a reason, and publish it."""
    marek.go("/desk")
    marek.press(title)
    marek.arrives(title)
    marek.press("Jag läser den här")
    marek.unfold("Publicera inte")
    marek.press("Publicera inte")
    marek.is_told("Välj ett skäl")
    marek.press("Publicera")
    marek.arrives("Granska")
    marek.reads("Inget väntar på granskning.")


def support(someone: Hands, reference: str, address: str) -> None:
    someone.go(f"/submissions/{reference}")
    someone.press("Stöd förslaget")
    someone.press("Stöd förslaget")
    someone.is_told("Välj mejl eller sms")
    someone.choose("Mejl")
    someone.write("Mejladress", address)
    someone.press("Stöd förslaget")
    someone.arrives("En sak kvar: bekräfta ditt stöd")
    someone.reads(address)
    confirm(someone, Purpose.SUPPORT, "Bekräfta ditt stöd", "Tack. Ditt stöd räknas.")


def comment(someone: Hands, reference: str, words: str, *, name: str, reply_to: str = "") -> None:
    """Write a comment, or a reply to somebody."""
    someone.go(f"/submissions/{reference}")
    if reply_to:
        theirs = someone.main.get_by_role("listitem").filter(has_text=reply_to)
        someone.press("Svara", inside=theirs)
        someone.arrives("Skriv ett svar")
    else:
        someone.press("Skriv en kommentar")
        someone.arrives("Skriv en kommentar")
    someone.press("Skicka")
    someone.is_told("Skriv din kommentar", "Välj mejl eller sms")
    someone.write("Din kommentar", words)
    someone.write("Namn vid kommentaren", name)
    someone.choose("Mejl")
    someone.write("Mejladress", f"{name.lower()}@example.org")
    someone.press("Skicka")
    someone.arrives("En sak kvar: bekräfta din kommentar")
    confirm(
        someone,
        Purpose.COMMENT,
        "Bekräfta din kommentar",
        "Tack. Vi läser kommentaren, och sedan visas den.",
    )


def follow(someone: Hands, reference: str, address: str) -> None:
    someone.go(f"/submissions/{reference}")
    someone.press("Få besked")
    someone.press("Få besked")
    someone.is_told("Välj mejl eller sms")
    someone.choose("Mejl")
    someone.write("Mejladress", address)
    someone.has_chosen("Bara svar och beslut")
    someone.press("Få besked")
    someone.arrives("En sak kvar: bekräfta")
    confirm(
        someone,
        Purpose.SUBSCRIPTION,
        "Bekräfta att du vill få besked",
        "Tack. Du kommer att få besked.",
    )


def answer(olga: Hands, reference: str, *, told: int) -> None:
    """Take the case, and answer it: the button says how many will hear of it."""
    olga.go("/casework")
    olga.press(TITLE)
    olga.arrives(TITLE)
    olga.pick("Vem har det", "Olga")
    olga.press("Spara")
    olga.press("Till nämnden")
    send = f"Skicka och berätta för {told} personer"
    folded = olga.main.locator(".panel")
    olga.press(send, inside=folded)
    olga.is_told("Skriv svaret")
    olga.write("Svaret", ANSWER)
    olga.press(send, inside=folded)
    olga.reads(ANSWER)


def decide(olga: Hands, reference: str, *, told: int) -> None:
    """Enter the decision: first with nothing, then with the minutes posted before the decision."""
    day = today().isoformat()
    olga.go(f"/casework/{reference}")
    olga.unfold("Fyll i beslutet")
    fold = olga.main.locator("details", has_text="Fyll i beslutet")
    send = f"Skicka och berätta för {told} personer"
    olga.press(send, inside=fold)
    olga.is_told(
        "Välj vad som beslutades",
        "Skriv vem som beslutade, till exempel nämndens namn",
        "Skriv vilken dag beslutet fattades",
        "Skriv paragrafen i protokollet",
        "Skriv beslutet i korthet",
        "Skriv skälen till beslutet",
        "Välj om beslutet kan överklagas",
    )
    olga.choose("Ja (bifall)")
    olga.write("Vem beslutade?", "Tekniska nämnden")
    olga.write("Beslutsdag", day)
    olga.write("Paragraf", "214")
    olga.write("Beslutet i korthet", SUMMARY)
    olga.write("Skälen", REASONS)
    olga.choose("Ja")
    olga.press(send, inside=fold)
    olga.reads("Nämnden sa ja (bifall)", SUMMARY, REASONS)


def post_minutes(olga: Hands) -> None:
    olga.unfold("Protokollet har anslagits")
    olga.write("Dag då protokollet anslogs", today().isoformat())
    olga.press("Spara")


def carry_out(olga: Hands) -> None:
    olga.unfold("Genomförs")
    olga.write("Klart till vilken dag?", today().isoformat())
    olga.write("Några ord till alla", UNDER_WAY)
    olga.press("Genomförs")
    olga.reads(UNDER_WAY)
    olga.unfold("Genomfört")
    olga.write("Vad har gjorts?", CARRIED_OUT)
    olga.press("Genomfört")
    olga.reads(CARRIED_OUT)


def stop_updates(someone: Hands, address: str) -> None:
    """Stop from the link in a letter, undo it, and stop everything on the page of all updates."""
    someone.go(standing_link(address, subscription.UNSUBSCRIBE))
    someone.arrives("Sluta få besked")
    someone.press("Sluta")
    someone.arrives("Vi skickar inget mer om det här")
    someone.press("Ångra")
    someone.arrives("Sluta få besked")
    someone.press("Alla dina besked")
    someone.arrives("Dina besked")
    someone.reads(address, TITLE)
    someone.press("Sluta med allt")
    someone.reads("Du får inga fler besked från oss.")
