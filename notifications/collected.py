"""Letters that tell of several events: each in the words of its own letter, the rest around it."""

from collections.abc import Mapping, Sequence
from typing import Any

import templates
from notifications import links
from notifications.contexts import Context
from notifications.due import Due
from notifications.gathering import DIGEST

CASES_SHOWN = 25
LINES_SHOWN = 3
"""Of one case in a digest, the newest."""

IMPORTANCE = (
    "decided",
    "answered",
    "refused",
    "returned",
    "closed",
    "merged",
    "withdrawn",
    "dialogue_moved",
    "dialogue_result",
    "status_moved",
    "dialogue_phase",
    "delayed",
    "promised",
    "reopened",
    "threshold_reached",
    "published",
    "new_case",
    "dialogue_action",
    "edited",
    "commented",
)
"""What the subject and the first sentence say; of the same importance the newest."""

_FOOT: Mapping[str, Any] = {"reasons": [], "stop_url": "", "manage_url": ""}
"""What stands once round all parts."""

Part = tuple[Due, Context]


def reference(due: Due) -> str:
    """The one case that a letter is about, or '' when it is about none or several."""
    of_parts = {part.row.reference for part in due.parts or (due,)}
    return (of_parts.pop() or "") if len(of_parts) == 1 and due.row.kind != DIGEST else ""


def lead(due: Due, contexts: Sequence[Context]) -> tuple[str, Context]:
    """The most important of its events: the kind of its letter, and what that says."""
    first, said = _by_importance(list(zip(due.parts, contexts, strict=True)))[0]
    return first.row.kind, {**said, "url": _url((first, said))}


def context(due: Due, contexts: Sequence[Context]) -> Context:
    """What the letter says but for its foot."""
    parts = list(zip(due.parts, contexts, strict=True))
    return _digest(due, parts) if due.row.kind == DIGEST else _gathered(due, parts)


def _gathered(due: Due, parts: list[Part]) -> Context:
    first = _by_importance(parts)[0]
    ordered = [first, *(part for part in parts if part is not first)]
    one_case = reference(due) != ""
    subject = templates.render(
        f"mail/{first[0].row.kind}/subject.txt", due.row.language, **first[1]
    )
    about = ("reference", "title", "place")
    return {
        "subject": subject.strip(),
        "parts": _in_words(_each_text_once(ordered), "words" if one_case else "linked"),
        "url": _url(first),
        "dialogue": one_case and first[1].get("dialogue", False),
        **{name: first[1][name] if one_case else "" for name in about},
    }


def _each_text_once(parts: Sequence[Part]) -> list[Part]:
    """One answer to several cases stands there once, and so does a decision that was corrected."""
    given: set[str] = set()
    found = []
    for due, said in parts:
        texts = {name: said[name] for name in ("answer", "summary") if said.get(name)}
        found.append((due, {**said, **{name: "" for name, it in texts.items() if it in given}}))
        given |= set(texts.values())
    return found


def _digest(due: Due, parts: list[Part]) -> Context:
    cases: dict[str, list[Part]] = {}
    for part in parts:
        cases.setdefault(part[0].row.reference, []).append(part)
    shown = list(cases.values())[:CASES_SHOWN]
    return {
        "cases": [
            {"url": _url(case[-1]), "lines": _in_words(case[-LINES_SHOWN:], "line")}
            for case in shown
        ],
        "more": len(cases) - len(shown),
    }


def _in_words(parts: Sequence[Part], how: str) -> list[dict[str, Any]]:
    return [
        in_words(
            due.row.kind,
            due.row.language,
            {**said, "url": _url((due, said))},
            how,
            first=number == 0 and how != "line",
        )
        for number, (due, said) in enumerate(parts)
    ]


def in_words(
    kind: str, language: str, said: Context, how: str, *, first: bool = False
) -> dict[str, Any]:
    """One event as text and as HTML. `how`: a `line`, its `words`, or these `linked`; the `first`
    heads the letter.
    """
    said = {**said, **_FOOT, "part": f"{how}_first" if first else how}
    return {
        "text": templates.render(f"mail/{kind}/body.txt", language, **said),
        "html": templates.fragment(f"mail/{kind}/body.html", language, **said),
    }


def _url(part: Part) -> str:
    due, said = part
    found: str = said.get("goes_on") or links.of_letter(due)
    return found


def _by_importance(parts: list[Part]) -> list[Part]:
    rank = {kind: number for number, kind in enumerate(IMPORTANCE)}
    newest_first = parts[::-1]
    return sorted(newest_first, key=lambda part: rank.get(part[0].row.kind, len(rank)))
