"""A report without an account: one click from the text, a receipt, and what came of it (MQ-10)."""

import pytest

from models import calendar
from models.calendar import now
from models.database import transaction
from models.states import Kind
from models.submission import take
from models.verdict import Judgement, undo_lasts
from moderation import clock
from tests import people
from tests.browser.guest import Guest
from tests.moderation.room import item_of, judge

pytestmark = [pytest.mark.browser, pytest.mark.once]

WHY = "Här står var min granne bor."


def test_a_neighbour_reports_without_an_account_and_reads_what_came_of_it(town, site, open_page):
    with transaction() as session:
        case = people.published(session, Kind.COMPLAINT, title="Buller på Ågatan").reference
    page = open_page(javascript=False)
    neighbour = Guest(page, site)
    neighbour.go(f"/submissions/{case}")
    neighbour.press("Säg till om texten bryter mot reglerna")
    neighbour.reads(f"/submissions/{case}")
    neighbour.write("Berätta mer", WHY)
    neighbour.press("Skicka")
    neighbour.is_told(
        "Välj vad som är fel", "Intyga att det du har berättat är sant, så vitt du vet"
    )
    assert page.get_by_label("Berätta mer").input_value() == WHY
    neighbour.choose("Den röjer personliga uppgifter")
    neighbour.choose("Det jag har berättat är sant, så vitt jag vet")
    neighbour.press("Skicka")
    neighbour.reads("Tack, vi tittar på texten", "Spara adressen till den här sidan.")
    receipt = page.url.removeprefix(site)
    assert receipt.startswith("/reports/")
    with transaction() as session:
        item = item_of(session, take(session, case))
        judge(session, item, Judgement.UNPUBLISH, reason="personal_data")
    with calendar.at(now() + undo_lasts()):
        clock.each_minute()
        neighbour.go(receipt)
        neighbour.reads("Vi visar inte texten längre", "En människa läste texten")
    assert "Buller" not in page.locator("main").inner_text()
