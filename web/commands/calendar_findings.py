"""What the doctor says of the calendar that promises are counted by."""

from collections.abc import Iterator

from models import profile
from models.calendar import today
from models.database import transaction
from models.hours import years_without_days
from web.commands.findings import Finding


def of_the_calendar() -> Iterator[Finding]:
    """Whether the town's own days off are known for this year and the next, a year ahead: what is
    promised in December falls due in January.
    """
    with transaction(write=False) as session:
        rules = profile.site(session).calendar
    missing = years_without_days(rules, today().year)
    for year in missing:
        yield Finding(
            "look",
            f"The calendar has no days off or short days of your own for {year}.",
            "Enter them under Settings, Opening hours: promises would be counted without them.",
        )
    if not missing:
        yield Finding("ok", "The calendar is known for this year and the next.")
