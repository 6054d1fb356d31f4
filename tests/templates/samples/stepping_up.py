"""Showing who one is once more: what stands on those pages."""

from tests.templates.samples.town import NOW, ROSA, Thing, wrong

_SQUARE = {"size": 25, "path": "M4 4h1v1h-1z"}
_OWN = [
    Thing(id=1, kind="passkey", name="Min jobbtelefon", created_at=NOW, used_at=NOW),
    Thing(id=2, kind="app", name="", created_at=NOW, used_at=None),
]
_WAITS = {"me": Thing(name="Olga", is_staff=False, waits=True, may=set())}
_BUTTON = Thing(url="/sign-in/with/staff", text="", title="Kommunens konto")


def stepping_up() -> list[tuple[str, str, dict[str, object]]]:
    """Template, what it shows, context."""
    return [
        (
            "stepping_up/factor.html",
            "a passkey, an app, codes and a provider",
            _WAITS
            | {"passkey": True, "app": True, "codes": True, "providers": [_BUTTON]}
            | {"values": {"next": "/casework"}, "errors": [wrong("passkey", "failed")]},
        ),
        *(
            (
                "stepping_up/factor.html",
                what,
                _WAITS
                | {"passkey": False, "app": app, "codes": not app, "providers": []}
                | {"values": {"next": ""}, "errors": [wrong("code", "wrong")] if app else []},
            )
            for what, app in (("an app alone, and a wrong code", True), ("codes alone", False))
        ),
        (
            "stepping_up/again.html",
            "two addresses and a provider",
            {
                "me": ROSA,
                "addresses": [("1", "r***@example.org"), ("2", "070-*** ** 05")],
                "providers": [_BUTTON],
                "demo": True,
                "values": {"next": "/me/details"},
                "errors": [wrong("contact", "missing")],
            },
        ),
        (
            "stepping_up/again.html",
            "no address",
            {"me": ROSA, "addresses": [], "providers": [_BUTTON], "demo": False}
            | {"values": {"next": ""}, "errors": []},
        ),
        *(
            (
                "stepping_up/signed_out.html",
                what,
                {
                    "action": "/submissions/2026-00123/answers",
                    "ended": ended,
                    "typed": [("text", "Lampan är lagad.\n\nTack."), ("place", "Gatan 1")] * ended,
                    "others": [("version", "3")],
                    "files": ended,
                    "stranger": "" if ended else "as_a_stranger",
                },
            )
            for what, ended in (("ended", True), ("too weak, and nothing typed", False))
        ),
        *(
            (
                "factors/index.html",
                what,
                {
                    "factors": own,
                    "removes": len(own) > 1,
                    "room": len(own) < 2,
                    "left": len(own),
                    "passkeys": True,
                    "values": {},
                    "errors": [] if own else [wrong("passkey", "not_made")],
                },
            )
            for what, own in (("none yet", []), ("one", _OWN[:1]), ("many", _OWN))
        ),
        (
            "factors/app.html",
            "a wrong code",
            {
                "action": "/me/factors/apps/1",
                "address": "otpauth://totp/Torget:Olga?secret=ABCDEFGH&issuer=Torget",
                "code": _SQUARE,
                "secret": "ABCD EFGH",
                "values": {"code": "000000"},
                "errors": [wrong("code", "wrong")],
            },
        ),
        ("factors/codes.html", "ten", {"codes": ["ABCDE 12345"] * 10}),
    ]
