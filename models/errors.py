"""Refusals: what a verb raises when the answer is no. Codes only; the words stand in templates/."""


class Refusal(Exception):
    """The base of every expected no. `status` is the HTTP status the web answers with."""

    status = 400


class Invalid(Refusal):
    """One field is wrong. `code` names the reason, `values` fill the sentence."""

    status = 422

    def __init__(self, field: str, code: str, **values: str | int) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
        self.values = values


class NotFound(Refusal):
    """Nothing there, or nothing this person may know of: strangers cannot tell which."""

    status = 404


class NotAllowed(Refusal):
    """The step is not possible from where the thing stands now (spec ST-5)."""

    status = 409

    def __init__(self, code: str = "not_allowed", **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Stale(NotAllowed):
    """Somebody else changed it first. `who` and `when` (moment) say so to the one who lost, and
    `what` is the kind of the event, or "sender" for whatever its sender did.
    """

    def __init__(self, *, who: str | None = None, when: int | None = None, what: str = "") -> None:
        super().__init__("stale")
        self.who = who
        self.when = when
        self.what = what


class Gone(Refusal):
    """It was there and is over: a used or expired link, a withdrawn text."""

    status = 410

    def __init__(self, code: str = "expired") -> None:
        super().__init__(code)
        self.code = code


class Disposed(Gone):
    """It was disposed of by a rule. `rule` names that by language; None where it is a preset."""

    def __init__(self, rule: dict[str, str] | None) -> None:
        super().__init__("disposed")
        self.rule = rule


class TooMany(Refusal):
    """A limit was reached. `wait` is whole seconds until the next try can succeed."""

    status = 429

    def __init__(self, wait: int) -> None:
        super().__init__(f"wait {wait} s")
        self.wait = wait


class Busy(Refusal):
    """The database could not be had in time; nothing was changed."""

    status = 503
