"""`make journey DATA=folder`: real proposals through the real forms of a running server.

From the first step of the form to the last letter that a real SMTP server and an SMS gateway
received; then `python -m web verify` proves the chains, and the sinks that nobody who follows was
told nothing or twice. Without DATA it writes its own Swedish texts.
"""

import re
import sys
import tempfile
import time
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

from tests.journeys import texts, town
from tests.journeys.texts import Words
from tests.journeys.visitor import Visitor

MOST = 60
LEAST_REAL = 50
LINK = re.compile(r"https?://127\.0\.0\.1:\d+(/\S+)")
TODAY_FIELD = "%Y-%m-%d"
PATIENCE_SECONDS = 120.0
SUPPORTERS = town.THRESHOLD
BODY = "Kommunstyrelsen"


class Journey:
    """Everybody's way through one town."""

    def __init__(self, running: town.RunningTown) -> None:
        self.town = running
        self.figures: Counter[str] = Counter()
        self._people = 0
        self._read_mails = 0
        self._read_sms = 0
        self._mail_links: dict[str, list[str]] = {}
        self._sms_links: dict[str, list[str]] = {}

    # What people do

    def submit(self, words: Words, address: str) -> str:
        """Hand in a proposal through its steps; the letter's button is pressed. The reference."""
        with self._visitor() as rosa:
            rosa.open("/submissions/new?kind=proposal")
            rosa.send("/new", title=words.title, text=words.text, subject="parks")
            rosa.send("/new", place="Torget")
            rosa.send("/new", answer_by="email", email=address, shown="unnamed")
            rosa.send("/submissions")
            assert rosa.url.endswith("/receipt"), (rosa.status, rosa.heading, rosa.url)
            reference = rosa.url.split("/")[-2]
        self.press(address, reference)
        self.figures["submitted"] += 1
        return reference

    def press(self, address: str, what: str) -> None:
        """Open the link in the newest letter to this address that has a button, and press it."""
        with self._visitor() as reader:
            reader.open(self._button(address))
            action = next(part for part in ("/confirm/", "/sign-in/") if part in reader.url)
            assert reader.status == 200, (what, reader.status, reader.heading)
            reader.send(reader.url.split(action)[1])
            assert reader.status == 200, (what, reader.status, reader.heading)
        self.figures["buttons pressed"] += 1

    def follow(self, reference: str, address: str, extent: str) -> None:
        """Follow a case by e-mail or, for a number, by SMS."""
        with self._visitor() as sam:
            sam.open(f"/subscriptions/new?submission={reference}")
            sam.send("/subscriptions", extent=extent, **self._reached(address))
            assert sam.status == 200, (sam.status, sam.heading)
        self.press(address, reference)
        self.figures["followers"] += 1

    def support(self, reference: str, address: str) -> None:
        with self._visitor() as sam:
            sam.open(f"/submissions/{reference}/votes/new")
            sam.send("/votes", **self._reached(address))
            assert sam.status == 200, (sam.status, sam.heading)
        self.press(address, reference)
        self.figures["supports"] += 1

    def comment(self, reference: str, address: str, text: str) -> None:
        with self._visitor() as sam:
            sam.open(f"/submissions/{reference}/comments/new")
            sam.send("/comments", text=text, name="Sam", **self._reached(address))
            assert sam.status == 200, (sam.status, sam.heading)
        self.press(address, reference)
        self.figures["comments"] += 1

    def review_all(self, marek: Visitor) -> None:
        """Publish everything that waits, first come first served."""
        while True:
            marek.open("/desk")
            items = [link for link in marek.links if re.fullmatch(r"/desk/\d+", link)]
            if not items:
                return
            for item in items:
                marek.open(item)
                marek.send_with("/verdicts", {"judgement": "publish"})
                assert marek.status == 200, (item, marek.status, marek.heading)
                self.figures["verdicts"] += 1

    def decide(self, olga: Visitor, reference: str) -> None:
        """To the board, an answer on the way, the decision, carried out."""
        here = f"/casework/{reference}"
        olga.open(here)
        olga.send("/steps", press=("to", "referred"))
        olga.send("/steps", press=("to", "preparing"))
        olga.send("/answers", text="Tack för förslaget. Nämnden tar upp det på nästa möte.")
        olga.send(
            "/decision",
            ruling="approved",
            body=BODY,
            decided_on=time.strftime(TODAY_FIELD),
            paragraph="214",
            summary="Förslaget genomförs under året.",
            reasons="Många har stött det, och det ryms i budgeten.",
            appealable="yes",
        )
        assert olga.status == 200, (reference, olga.status, olga.heading)
        olga.send("/carrying-out", press=("to", "implementing"))
        olga.send("/carrying-out", press=("to", "implemented"))
        assert olga.status == 200, (reference, olga.status, olga.heading)
        self.figures["decided and carried out"] += 1

    def staff(self, name: str, role: str) -> Visitor:
        """A member of staff, signed in by the link in her own mail."""
        address = f"{name.lower()}@exempelby.example"
        self.town.command("promote", address, role, "--name", name)
        person = self._visitor()
        person.open("/sign-in")
        person.send("/sign-in", address=address)
        person.open(self._button(address))
        person.send(person.url.split("/sign-in/")[1])
        assert person.status == 200, (name, person.status, person.heading)
        return person

    def wait_for_support(self, references: list[str]) -> None:
        """The tally is counted by the clock: wait until every threshold is crossed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        waiting = list(references)
        with self._visitor() as sam:
            while waiting:
                assert time.monotonic() < deadline, f"no threshold crossed: {waiting}"
                sam.open(f"/submissions/{waiting[0]}")
                if sam.status == 200 and "/votes/new" not in sam.text:
                    waiting.pop(0)
                else:
                    time.sleep(0.2)

    # Their letters

    def _reached(self, address: str) -> dict[str, str]:
        if address.startswith("+"):
            return {"channel": "sms", "phone": address}
        return {"channel": "email", "email": address}

    def _button(self, address: str) -> str:
        """The address of the newest button sent to somebody, waiting for it to arrive."""
        links = self._sms_links if address.startswith("+") else self._mail_links
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not links.get(address):
            assert time.monotonic() < deadline, f"no letter with a button to {address}"
            self._read()
            time.sleep(0.02)
        return links[address].pop()

    def _read(self) -> None:
        mails = self.town.mail.mails
        for mail in mails[self._read_mails :]:
            letter = message_from_bytes(mail.raw, policy=policy.default)
            part = letter.get_body(("plain",))
            text = part.get_content() if part else ""
            self._note(self._mail_links, letter["To"].addresses[0].addr_spec, text)
        self._read_mails = len(mails)
        messages = self.town.sms.messages
        for sms in messages[self._read_sms :]:
            self._note(self._sms_links, sms.to, sms.message)
        self._read_sms = len(messages)

    def _note(self, links: dict[str, list[str]], address: str, text: str) -> None:
        found = [path for path in LINK.findall(text) if path.startswith(("/confirm/", "/sign-in/"))]
        links.setdefault(address, []).extend(found)

    def _visitor(self) -> Visitor:
        """Everybody comes from a network of her own, through the proxy that this machine is."""
        self._people += 1
        number = self._people
        return Visitor(self.town.url, f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")


def walk(running: town.RunningTown, proposals: list[Words]) -> Counter[str]:
    """The whole way, for every proposal; then the proof. AssertionError where it fails."""
    journey = Journey(running)
    with journey.staff("Marek", "moderator") as marek, journey.staff("Olga", "official") as olga:
        followers = _walked(journey, marek, olga, proposals)
    journey.figures.update(_proved(running, followers))
    return journey.figures


def _walked(
    journey: Journey, marek: Visitor, olga: Visitor, proposals: list[Words]
) -> dict[str, list[str]]:
    """Who follows what, when everything is said and done."""
    references = [
        journey.submit(words, f"author{number}@example.org")
        for number, words in enumerate(proposals)
    ]
    journey.review_all(marek)
    followers: dict[str, list[str]] = {}
    for number, reference in enumerate(references):
        followers[reference] = [f"follower{number}-{who}@example.org" for who in range(2)]
        journey.follow(reference, followers[reference][0], "answers")
        journey.follow(reference, followers[reference][1], "everything")
        if number < SMS_NUMBERS:
            number_followed = f"+467017406{number + 5:02d}"
            followers[reference].append(number_followed)
            journey.follow(reference, number_followed, "answers")
        journey.comment(reference, f"commenter{number}@example.org", "Det här vore bra för många.")
    journey.review_all(marek)
    for number, reference in enumerate(references):
        for who in range(SUPPORTERS):
            journey.support(reference, f"supporter{number}-{who}@example.org")
    journey.wait_for_support(references)
    for reference in references:
        journey.decide(olga, reference)
    return followers


SMS_NUMBERS = 90
"""Fictional mobile numbers there are, 070-174 06 05 to 06 99."""

ANSWERS = ("answered", "decided")


def _proved(running: town.RunningTown, followers: dict[str, list[str]]) -> Counter[str]:
    """Every follower got exactly one message per event; no message came under two Message-IDs."""
    said = ""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "waiting" not in said or "0 waiting" not in said:
        assert time.monotonic() < deadline, said
        said = running.command("verify")
        time.sleep(0.5)
    print(said.strip())
    got: Counter[tuple[str, str]] = Counter()
    seen: set[tuple[str, str]] = set()
    for mail in running.mail.mails:
        letter = message_from_bytes(mail.raw, policy=policy.default)
        to = letter["To"].addresses[0].addr_spec
        if (to, letter["Message-ID"]) not in seen:
            seen.add((to, letter["Message-ID"]))
            got[to, _reference(letter["Subject"])] += 1
    for sms in running.sms.messages:
        got[sms.to, _reference(sms.message)] += 1
    for reference, addresses in followers.items():
        for place, address in enumerate(addresses):
            # The button, then: an answer and a decision; or everything that happened as well.
            wanted = 1 + (len(ANSWERS) if place != 1 else EVERYTHING)
            assert got[address, reference] == wanted, (reference, address, got[address, reference])
    return Counter(
        {"mails received": len(running.mail.mails), "sms received": len(running.sms.messages)}
    )


EVERYTHING = 8
"""Comment shown, threshold, to the board, prepared, answer, decision, under way, carried out."""


def _reference(text: str) -> str:
    found = re.search(r"\d{4}-\d{5}", text)
    return found.group() if found else ""


def main() -> None:
    """Arguments: DATA=folder, COUNT=number."""
    asked = dict(word.split("=", 1) for word in sys.argv[1:])
    data = Path(asked["DATA"]) if "DATA" in asked else None
    most = int(asked.get("COUNT", MOST if data else len(texts.OWN)))
    proposals = texts.words(data, most)
    if data is not None and "COUNT" not in asked:
        assert len(proposals) >= LEAST_REAL, f"only {len(proposals)} proposals have a text"
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="torget-journey-") as folder,
        town.running(Path(folder)) as running,
    ):
        figures = walk(running, proposals)
    for what, count in figures.items():
        print(f"{count:8} {what}")
    print(f"{time.monotonic() - began:8.1f} seconds")


if __name__ == "__main__":
    main()
