"""How long what is kept, as administrators and auditors read it."""

from models.retention.what import PRESETS
from tests.templates.samples.town import NOW

DECISION = "gallringsbeslut KS 2026/14"


def retaining() -> list[tuple[str, str, dict[str, object]]]:
    rules = [
        {
            "what": what.value,
            "days": preset.days,
            "basis": DECISION if what == "refused_spam" else "",
            "applies": preset.applies,
            "count": 3 if what in {"unconfirmed_proposals", "closed_cases", "drafts"} else 0,
            "first": ["2026-00012", "2026-00019"] if what == "unconfirmed_proposals" else [],
        }
        for what, preset in PRESETS.items()
    ]
    went = {"what": "refused_spam", "days": 90, "basis": DECISION, "at": NOW, "count": 2}
    return [
        ("admin/retention.html", "nothing has gone", {"rules": rules, "changes": True, "runs": []}),
        (
            "admin/retention.html",
            "",
            {"rules": rules, "changes": False, "runs": [went, went | {"basis": ""}]},
        ),
    ]
