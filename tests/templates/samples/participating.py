"""Who may take part, what is asked for it, and the pages that people have of themselves."""

RULE = {"act": "support", "level": "declared", "age": 16}
ASKED = RULE | {"asks_tied": True, "asks_year": True, "signed_in": False, "needs": ""}
HOPELESS = RULE | {
    "level": "resident",
    "asks_tied": False,
    "asks_year": False,
    "signed_in": False,
    "needs": "identification",
}
