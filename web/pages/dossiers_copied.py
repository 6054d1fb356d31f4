"""What one copy of a case shows, for the page and for the file alike."""

from typing import Any

from models.register import dossier, numbers, releases, volumes
from models.register.covering import Cover, Piece, pieces, plain
from models.submission import Submission
from web.visit import Visit


def told(visit: Visit, case: Submission) -> dict[str, Any]:
    """Which case it is, as every copy says it: nothing of this is ever hidden."""
    number = numbers.held(visit.session, case.id or 0)
    return {
        "reference": case.reference,
        "number": number.written if number else "",
        "kind": case.kind.value,
        "received_at": case.received_at,
    }


def copied(visit: Visit, case: Submission) -> dict[str, Any]:
    """What the copy of this address shows: every part in pieces, and of what is covered no sign.

    Raises NotFound for one that is not of this case.
    """
    release = releases.one(visit.session, case.id or 0, visit.number("id"))
    covers = releases.covers_of(visit.session, release.id)
    drawn = volumes.outline(visit.session, case, at=release.at)
    whole = dossier.of(visit.session, case, drawn, until=release.seq)

    def shown(part: dossier.Part) -> dict[str, Any]:
        return {"key": part.key, "sort": part.sort, "pieces": _pieces(part, covers)}

    kept_back = {one.part: one.provision for one in covers if one.first is None}
    return {
        **told(visit, case),
        "asked_on": release.asked_on,
        "made_at": release.at,
        "site_name": visit.site.name,
        "about": [shown(part) for part in whole.about],
        "course": [
            {
                "at": one.at,
                "told": one.told,
                "role": one.role,
                "parts": [shown(part) for part in one.parts],
                "sheets": [
                    {
                        "key": sheet.key,
                        "name": sheet.name,
                        "media": sheet.media.value,
                        "alt": "" if sheet.key in kept_back else plain(_pieces(sheet.alt, covers)),
                        "provision": kept_back.get(sheet.key, ""),
                    }
                    for sheet in one.sheets
                ],
            }
            for one in whole.course
        ],
        "volume": whole.number,
        "more": whole.more,
        "covers": _counted(covers),
    }


def _pieces(part: dossier.Part, covers: list[Cover]) -> list[Piece]:
    return pieces(part.words, [one for one in covers if one.part == part.key])


def _counted(covers: list[Cover]) -> list[tuple[str, int]]:
    """By which provision how much is covered, in the order in which it comes first."""
    found: dict[str, int] = {}
    for one in covers:
        found[one.provision] = found.get(one.provision, 0) + 1
    return list(found.items())
