"""A part of a picture is hidden by a verdict, and comes back as the words do (MQ-8)."""

import io
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image
from sqlalchemy import select

from models import calendar, history, progress, revising
from models.attachment import files, mask, showing, workshop
from models.attachment.disposal import orphans
from models.attachment.files import Found
from models.attachment.proof import faults
from models.attachment.worker.masks import box
from models.calendar import DAY, MINUTE
from models.database import transaction
from models.errors import Busy, Invalid, NotAllowed
from models.event import EventKind, version_of
from models.restoring import put_back
from models.retention.what import What
from models.states import Outcome, Publication
from models.submission import take
from models.verdict import Judgement
from moderation import covering, reporting, undoing
from moderation import pictures as alone
from moderation.redaction import Cover
from tests import people, pictures
from tests.models.retaining import decide, nights
from tests.moderation.room import item_of, judge, last_event, last_item, noon
from tests.web.test_attachments import a_case
from web.commands.backup import backup

J = Judgement
CORNER = 1
"""The upper left square: there the landscape has its red mark."""
WHY = {"reason": "personal_data"}


def covered(session, reference: str, *squares: int, **said):
    """Marek's verdict that hides squares of the picture of a case, and nothing else of it."""
    item = item_of(session, take(session, reference))
    return judge(session, item, J.REDACT, **WHY, **said, cover=Cover(squares=squares))


def shown(session, reference: str) -> str:
    """What everyone gets: the whole picture, a part of it, or none."""
    case = take(session, reference)
    (row,) = showing.of_case(session, case.id)
    if not showing.is_shown(row, case.publication):
        return ""
    return "whole" if row.mask_id is None else row.squares


@pytest.fixture
def waiting(town) -> str:
    return a_case()


def test_the_squares_are_black_in_both_sizes_and_the_picture_stays_as_it_was_sent(waiting):
    with transaction() as session:
        covered(session, waiting, CORNER, 2, 36)
        assert shown(session, waiting) == "", "until it is made there is none"
    assert covering.go_on()
    assert not covering.go_on(), "it is made once"
    with transaction() as session:
        case = take(session, waiting)
        (row,) = showing.of_case(session, case.id)
        assert (case.publication, shown(session, waiting)) == (Publication.REDACTED, "1,2,36")
        assert list(faults(session)) == []
    for small in (False, True):
        with files.opened(row.mask_name, small=small) as file:
            image = Image.open(io.BytesIO(file.read())).convert("RGB")
        for square in (CORNER, 2, 36):
            # On the average: beside the edge a JPEG takes colour from what is not covered.
            middle = image.resize((1, 1), Image.Resampling.BOX, box(square, *image.size))
            assert max(middle.getpixel((0, 0))) < 15
        assert image.getpixel((image.width - 20, 20))[2] > 180, "the sky beside them"
    with files.opened(row.name, small=False) as file:
        assert Image.open(io.BytesIO(file.read())).getpixel((20, 20))[0] > 180


@pytest.mark.once
@pytest.mark.parametrize("size", [(320, 240), (7, 5), (2399, 1801)])
def test_no_line_of_the_picture_is_left_between_two_squares(size):
    hidden = Image.new("L", size, 255)
    for square in range(1, 37):
        hidden.paste(0, box(square, *size))
    assert hidden.getextrema() == (0, 0)


@pytest.mark.once
def test_what_is_transparent_is_covered_too(town):
    clear = Image.new("RGBA", (60, 60), (200, 0, 0, 0))
    reference = a_case(file=pictures.saved(clear, "PNG"))
    with transaction() as session:
        covered(session, reference, CORNER)
    assert covering.go_on()
    with transaction() as session:
        (row,) = showing.of_case(session, take(session, reference).id)
    with files.opened(row.mask_name, small=False) as file:
        image = Image.open(io.BytesIO(file.read()))
        assert image.getpixel((5, 5)) == (0, 0, 0, 255)
        assert image.getpixel((55, 55))[3] == 0


def test_the_words_are_not_touched_and_a_statement_of_reasons_is_owed(waiting):
    with transaction() as session:
        case = take(session, waiting)
        text_id = case.text_id
        verdict = covered(session, waiting, CORNER)
        assert (case.text_id, case.original_id) == (text_id, None)
        event = last_event(session, case)
        assert (event.kind, '"covers":' in event.facts) == (EventKind.REDACTED, True)
        assert mask.was_put(session, verdict.id)


def test_only_squares_of_a_picture_of_a_case_can_be_hidden(town):
    document, nothing = a_case(file=pictures.plain_pdf()), a_case()
    with transaction() as session:
        plain = people.a_submission(session)
        below = people.a_comment(session, people.published(session))
        for thing in (take(session, document), plain, below):
            with pytest.raises(Invalid, match="no_picture"):
                judge(session, item_of(session, thing), J.REDACT, **WHY, cover=Cover(squares=(1,)))
        for squares in ((0,), (37,)):
            with pytest.raises(Invalid, match="unknown"):
                covered(session, nothing, *squares)


def test_undone_within_two_minutes_the_mask_is_gone_or_back(waiting):
    with transaction() as session, calendar.at(noon()):
        marek = people.marek(session).actor
        verdict = covered(session, waiting, CORNER)
        undoing.undo(session, verdict.id, by=marek)
        assert take(session, waiting).publication is Publication.QUEUED
        assert mask.holding(session, take(session, waiting).id) is None
        covered(session, waiting, 5)
        reporting.look_again(session, waiting, None)
        again = judge(session, last_item(session, take(session, waiting)), J.PUBLISH)
        assert shown(session, waiting) == "whole"
        undoing.undo(session, again.id, by=marek)
        assert mask.holding(session, take(session, waiting).id).squares == "5"


def test_publishing_what_hides_nothing_else_shows_the_whole_picture(waiting):
    with transaction() as session:
        covered(session, waiting, CORNER)
        item = reporting.look_again(session, waiting, None)
        with pytest.raises(NotAllowed, match="publish_it"):
            alone.uncover(session, item, by=people.marek(session).actor)
        judge(session, last_item(session, take(session, waiting)), J.PUBLISH)
        assert take(session, waiting).publication is Publication.PUBLISHED
        assert shown(session, waiting) == "whole"


def test_the_mask_alone_is_taken_off_where_words_stay_hidden(waiting):
    with transaction() as session:
        item = item_of(session, take(session, waiting))
        words = Cover(source="Utan namnet.", squares=(CORNER,))
        judge(session, item, J.REDACT, **WHY, cover=words)
        for _ in range(2):
            alone.uncover(session, item.id, by=people.marek(session).actor)
        case = take(session, waiting)
        assert case.publication is Publication.REDACTED
        assert last_event(session, case).kind is EventKind.VERDICT_GIVEN
        # Nobody has looked for what is hidden of the words in the whole picture.
        assert shown(session, waiting) == ""


def test_a_change_of_the_words_that_is_let_through_leaves_the_picture_as_it_is(waiting):
    with transaction() as session:
        covered(session, waiting, CORNER)
        case, rosa = take(session, waiting), people.rosa(session)
        revising.revise(session, case, by=rosa.actor, title="Nytt", source="Nya ord.")
        item = item_of(session, case)
        with pytest.raises(Invalid, match="no_picture"):
            judge(session, item, J.REDACT, **WHY, cover=Cover(source="Ord.", squares=(2,)))
        judge(session, item, J.PUBLISH)
        assert (case.publication, mask.holding(session, case.id).squares) == ("published", "1")
        alone.uncover(session, item.id, by=people.marek(session).actor)
        assert shown(session, waiting) == "whole"
        assert history.verify(session, case.stream) == []
        assert history.replay(session, case.stream).publication == "published"


def test_what_was_hidden_altogether_comes_back_with_its_mask(waiting):
    with transaction() as session:
        covered(session, waiting, CORNER)
    assert covering.go_on()
    with transaction() as session:
        reporting.look_again(session, waiting, None)
        item = last_item(session, take(session, waiting))
        judge(session, item, J.HIDE, reason="abusive")
        assert shown(session, waiting) == ""
        judge(session, item, J.PUBLISH)
        assert take(session, waiting).publication is Publication.REDACTED
        assert shown(session, waiting) == "1"


@pytest.mark.parametrize("partly", [False, True])
def test_an_appeal_that_is_right_brings_the_picture_back(waiting, partly):
    with transaction() as session:
        verdict = covered(session, waiting, CORNER)
        calendar.advance(600)
        put_back(
            session,
            verdict,
            by=people.anna(session).actor,
            kind=EventKind.APPEAL_DECIDED,
            appealed=people.municipality(session).proposals,
            hidden=("Lampan", "███") if partly else None,
        )
        holds = mask.holding(session, take(session, waiting).id)
        assert (holds is not None) is partly
        if not partly:
            assert take(session, waiting).publication is Publication.PUBLISHED
            assert shown(session, waiting) == "whole"


def test_a_picture_that_cannot_be_made_now_is_tried_again_in_an_hour(waiting, monkeypatch):
    def full(*_args):
        raise Busy

    with transaction() as session:
        covered(session, waiting, CORNER)
        stream = take(session, waiting).stream
        version = version_of(session, stream)
    with monkeypatch.context() as broken:
        broken.setattr(workshop, "mask", full)
        assert not covering.go_on()
    with transaction() as session:
        assert shown(session, waiting) == ""
        assert version_of(session, stream) == version
    with calendar.at(calendar.now() + 59 * MINUTE):
        assert not covering.go_on()
    with calendar.at(calendar.now() + 61 * MINUTE):
        assert covering.go_on()
    with transaction(write=False) as session:
        assert version_of(session, stream) > version, "pages that are kept learn of it"


def test_its_files_are_kept_as_long_as_its_row(waiting):
    with transaction() as session:
        covered(session, waiting, CORNER)
    assert covering.go_on()
    with transaction() as session:
        name = session.scalars(select(mask.masks.c.name)).one()
        nobody = "0" * 32
        lying = [Found(Path(one), one) for one in (name, nobody)]
        assert [one.name for one in orphans(session, lying)] == [nobody]
        files.remove(name)
        assert list(faults(session)) == [(name, "missing")]


def test_it_comes_along_in_a_copy_and_goes_with_its_case(waiting, tmp_path):
    with transaction() as session:
        covered(session, waiting, CORNER)
        case = take(session, waiting)
        progress.close(
            session,
            case,
            by=people.olga(session).actor,
            outcome=Outcome.ANSWERED,
            reason="Lampan är lagad och lyser nu hela natten.",
        )
    assert covering.go_on()
    with transaction(write=False) as session:
        name = session.scalars(select(mask.masks.c.name)).one()
    made = CliRunner().invoke(backup, [str(tmp_path / "copy.tar")])
    assert (made.exit_code, "2 files" in made.output) == (0, True), made.output
    with tarfile.open(tmp_path / "copy.tar") as copy:
        assert {f"files/{name[:2]}/{name}", f"files/{name[:2]}/{name}.small"} <= {*copy.getnames()}
    decide(What.CASES, 365)
    with calendar.at(calendar.now() + 366 * DAY):
        nights()
        with transaction(write=False) as session:
            assert session.scalars(select(mask.masks.c.id)).all() == []
            assert orphans(session, [Found(Path(name), name)])
