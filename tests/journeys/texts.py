"""What the people of the journey write: their own Swedish texts, or proposals from a data set."""

import csv
from dataclasses import dataclass
from pathlib import Path

LONGEST_TITLE = 120
LONGEST_TEXT = 5000
LEAST_TEXT = 5


@dataclass(frozen=True)
class Words:
    title: str
    text: str


OWN = (
    Words("Bänkar längs strandpromenaden", "Det är långt mellan bänkarna för den som går sakta."),
    Words(
        "Lekplats för små barn i Norrby", "Den gamla har bara klätterställning. En sandlåda räcker."
    ),
    Words(
        "Belysning vid pendelparkeringen", "Efter klockan fyra på vintern ser man inte var man går."
    ),
    Words("Cykelpump vid biblioteket", "Många cyklar dit. En pump vore billigt och bra för alla."),
    Words(
        "Öppet i simhallen på söndagar",
        "De flesta är lediga då. Nu är det stängt just när man kan.",
    ),
    Words(
        "Papperskorgar vid badplatsen",
        "På somrarna ligger skräpet i drivor, för korgarna är fulla.",
    ),
)


def words(data: Path | None, most: int) -> list[Words]:
    """At most `most` proposals: of decide-madrid's kind in `data`, else our own, over and over."""
    if data is None:
        return [OWN[number % len(OWN)] for number in range(most)]
    with (data / "decide-madrid" / "proposals.csv").open(encoding="utf-8", newline="") as lines:
        rows = [_words(row) for row in csv.DictReader(lines)]
    return [found for found in rows if len(found.text) >= LEAST_TEXT][:most]


def _words(row: dict[str, str]) -> Words:
    """The form's limits are the resident's too: she shortens what is too long."""
    title = " ".join(row["title"].split())[:LONGEST_TITLE]
    text = (row["text"] or row["summary"]).strip()[:LONGEST_TEXT]
    return Words(title, text)
