"""Cases that were answered and are still open: no day of a promise is left to miss."""

from datetime import timedelta

from models.calendar import now, today
from models.database import transaction
from tests import people


def test_what_was_answered_and_goes_on_stands_last_with_the_day_it_was_answered(site):
    with transaction() as session:
        olga = people.olga(session)
        gone_on, soon = (people.a_submission(session, title=title) for title in ("Vidare", "Snart"))
        gone_on.answer_by, gone_on.answered_at, gone_on.kept = (
            today() - timedelta(days=9),
            now(),
            True,
        )
        soon.answer_by = today()
        session.add_all((gone_on, soon))
    page = site.browser().sign_in(olga).get("/casework").text
    order = [
        page.index(words) for words in (">Today <", ">Snart<", ">Later <", ">Vidare<", "answered ")
    ]
    assert order == sorted(order)
    assert ">Late <" not in page
