"""What the doctor says of the words that a town looks for in texts."""

from collections.abc import Iterator

from models import profile
from models.database import transaction
from web.commands.findings import Finding
from web.commands.profile_words import unsought


def of_the_words() -> Iterator[Finding]:
    """Screening goes on without an entry that cannot be read; somebody should know."""
    with transaction(write=False) as session:
        words = profile.site(session).reviewing.words
    wrong = list(unsought(words))
    for one in wrong:
        yield Finding("look", f"{one}.", "Mend it in the profile: it is not looked for.")
    if words and not wrong:
        yield Finding("ok", f"{len(words)} words of the town's own are looked for in texts.")
