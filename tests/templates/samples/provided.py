"""What a provider of identities leaves to be said here: that it came to nothing, or is over."""

Made = list[tuple[str, str, dict[str, object]]]
AGAIN = {"url": "/sign-in/with/bankid", "text": "", "title": "BankID", "below": False}
CODES = ("down", "untrue", "refused", "lost", "stays", "suspended", "identity_of_another", "busy")


def provided() -> Made:
    failed = [
        (
            "sign_in_provider_failed.html",
            f"{code}{' of a person' if signed_in else ''}",
            {"code": code, "again": AGAIN, "towards": "/me/details", "signed_in": signed_in},
        )
        for code in CODES
        for signed_in in (False, code == "identity_of_another")
    ]
    url = "/sign-in/with/bankid/leave"
    return [*failed, ("sign_in_provider_left.html", "", {"title": "BankID", "url": url})]
