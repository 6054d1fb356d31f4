"""Dialogues: the list and the page of one, in their states."""

from tests.templates.samples.town import NOW

HEAD = {
    "slug": "torget",
    "reference": "2026-00200",
    "question": "Hur kan torget bli en plats där fler vill vara?",
    "publisher": "Gatuenheten",
    "updated_at": NOW,
    "is_public": True,
}


def dialogues() -> list[tuple[str, str, dict[str, object]]]:
    phase = {"title": "Vad tycker du?", "words": "Berätta.", "panel": "", "action": "/dialogues/x"}
    said = {"purpose": "Plan.", "can": "Bänkar.", "cannot": "Bussar.", "target": "Alla."}
    return [
        ("dialogues/list.html", "no dialogues", {"rows": []}),
        ("dialogues/list.html", "dialogues", {"rows": [HEAD]}),
        (
            "dialogues/show.html",
            "an open dialogue",
            {"dialogue": HEAD, "open": [phase], "said": said | {"decider": "Nämnden"}},
        ),
        (
            "dialogues/show.html",
            "the draft of a dialogue",
            {"dialogue": HEAD | {"is_public": False}, "open": [], "said": said | {"decider": ""}},
        ),
    ]
