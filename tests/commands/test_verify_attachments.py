"""`verify` finds a picture that is not the one that was sent."""

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from models.attachment import files
from models.attachment.row import attachments, stage
from models.database import configure, transaction
from tests import people, pictures
from web.commands.verify import verify


@pytest.fixture
def sent(town) -> str:
    """The name of a document that was handed in with a case."""
    stored = pictures.laid("Blankett")
    with transaction() as session:
        stage(session, stored)
        stage(session, pictures.laid("never sent"))
        draft = people.a_draft()
        people.handed_in(session, type(draft)(**(vars(draft) | {"photo": stored.name})))
    return stored.name


def run(town):
    result = CliRunner().invoke(verify)
    configure(town.url)
    return result


def test_what_is_as_it_was_sent_is_proved(town, sent):
    result = run(town)
    assert (result.exit_code, "attachment" in result.output) == (0, False), result.output


def test_a_file_that_is_gone_is_missed(town, sent):
    files.remove(sent)
    result = run(town)
    assert result.exit_code == 1
    assert f"attachment {sent}: missing" in result.output


def test_a_file_with_other_bytes_is_found(town, sent):
    path = files.paths(sent)[0]
    path.write_bytes(path.read_bytes() + b"%")
    result = run(town)
    assert result.exit_code == 1
    assert f"attachment {sent}: changed" in result.output


def test_a_file_that_was_swapped_with_its_row_is_found_by_the_history(town, sent):
    other = pictures.laid("something else")
    files.paths(sent)[0].write_bytes(files.paths(other.name)[0].read_bytes())
    swap = update(attachments).where(attachments.c.name == sent).values(sha256=other.sha256)
    with transaction() as session:
        session.execute(swap)
    result = run(town)
    assert result.exit_code == 1
    assert "attachment submission-2026-00001 1: swapped" in result.output
