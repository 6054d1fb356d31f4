"""What a profile's rules of review come to, in plain words for the operator who wrote them."""

from collections.abc import Iterator

from models.reviewing import Mode, Reviewing

_SHOWN = {
    Mode.BEFORE: "read before it is shown",
    Mode.AFTER: "shown at once and read afterwards",
    Mode.REACTIVE: "shown at once and read only when somebody reports it",
}


def facts(rules: Reviewing) -> Iterator[str]:
    """One line for each rule; what is shown unread is never left out."""
    yield f"review: a case is {_SHOWN[rules.submissions]}, a comment {_SHOWN[rules.comments]}"
    for kind, mode in rules.kinds:
        yield f"review of {kind.value}: {_SHOWN[mode]}"
    for subject, mode, comments in rules.subjects:
        yield f"review of {subject}: {_SHOWN[mode]}, comments {_SHOWN[comments]}"
    if not rules.always_before:
        yield f"review of what has a picture: {_SHOWN[rules.photos]}, or as its place, if stricter"
    if rules.trust_after:
        yield (
            f"review: {rules.trust_after} approved texts and none refused in {rules.trust_days}"
            f" days, then shown at once; {rules.trust_sample} % are read afterwards"
        )
    promise = f"within {rules.review_hours} working hours" if rules.review_hours else "the next day"
    late = "shown by the rule where nothing is found" if rules.publish_late else "told to be late"
    yield f"review: read {promise}, after that {late}"
    yield f"review: with more than {rules.backlog} waiting, the forms say how long it takes"
    yield f"review: {rules.second_looks} % of approvals and refusals are judged twice, blind"
    if rules.police_days:
        yield (
            f"review: what may be for the police is only counted in the register for"
            f" {rules.police_days} days"
        )
