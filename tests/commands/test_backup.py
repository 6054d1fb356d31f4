"""A town copied while it runs comes back elsewhere whole, and sends nothing until it may."""

import io
import tarfile
import threading
import time

import pytest
from click.testing import CliRunner
from sqlalchemy import select, text

from models import hold
from models import settings as town_settings
from models.attachment import files
from models.copies import archive
from models.database import dispose, is_postgres, transaction
from models.delivery import DeliveryState
from models.desk import entry
from models.history import verify
from models.search import index
from models.settings import Settings
from models.states import Kind
from models.submission import stream_of, submissions
from notifications.pipes import KeptPipe, Pipes
from tests import people
from tests.databases import head
from tests.faults import busy, workers
from tests.notifications import post
from tests.sinks import MailSink
from web.commands.backup import backup
from web.commands.reconcile import reconcile
from web.commands.restore import restore
from web.commands.resume import resume
from web.commands.verify import verify as verify_command


def run(command, *arguments):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


@pytest.fixture
def lived_in(town):
    """A town with a decided proposal, comments, followers, and messages that wait."""
    with transaction() as session:
        proposal = people.referred(session)
        people.published_comment(session, proposal)
        post.followers(session, proposal, 3)
        people.decided(session, proposal)
        people.a_submission(session, title="En enskild sak")
        made = proposal.reference
    post.address()
    return made


@pytest.fixture
def elsewhere(town, supply, tmp_path):
    """`elsewhere()`: from then on the configured town is another, empty place."""
    place = tmp_path / "elsewhere"
    place.mkdir()

    def move():
        url = supply.bare(place)
        dispose()
        town_settings.use(
            Settings(
                secret_key=town.settings.secret_key,
                data=place,
                database_url=url,
                base_url=post.BASE_URL,
                delivery="send",
                smtp_url="smtp://127.0.0.1:9",
            )
        )
        return place

    return move


def titles():
    from models.text import Text

    with transaction(write=False) as session:
        return sorted(session.scalars(select(Text.title).where(Text.title != "")))


def everything() -> dict[str, int]:
    from models.tables import metadata

    with transaction(write=False) as session:
        return {
            table.name: session.execute(text(f"SELECT count(*) FROM {table.name}")).scalar()
            for table in metadata.sorted_tables
            if table.name not in {"hold", "submission_counter"}
        }


def test_a_copy_made_here_is_the_same_town_there(lived_in, elsewhere, tmp_path):
    before, words = everything(), titles()
    copy = tmp_path / "copy.tar"
    assert run(backup, copy).exit_code == 0
    elsewhere()
    result = run(restore, copy)
    assert result.exit_code == 0, result.output
    assert "Nothing is sent." in result.output
    assert everything() == before
    assert titles() == words
    with transaction() as session:
        assert index.mend(session) == 0, "what is public there is found at once"
        assert entry.mend(session) == [], "and by officials whatever is there"
    with transaction(write=False) as session:
        for reference in session.scalars(select(submissions.c.reference)).all():
            assert verify(session, stream_of(reference)) == []
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar() == head()


def test_a_town_that_was_put_back_goes_on_numbering(lived_in, elsewhere, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    elsewhere()
    run(restore, copy)
    with transaction() as session:
        known = set(session.scalars(select(submissions.c.reference)))
        fresh = people.a_submission(session, title="Den första efteråt")
        assert fresh.reference > max(known)


def test_history_there_can_only_grow_too(lived_in, elsewhere, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    elsewhere()
    run(restore, copy)
    with pytest.raises(Exception, match="append-only"), transaction() as session:
        session.execute(text("UPDATE event SET at = at"))


def test_what_is_put_back_sends_nothing_until_it_may(lived_in, elsewhere, tmp_path, monkeypatch):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    elsewhere()
    run(restore, copy)
    handed_over = []
    monkeypatch.setattr(
        Pipes,
        "send",
        lambda self, letter: handed_over.append(letter) or KeptPipe.send(self, letter),
    )
    post.send()
    assert handed_over == []
    waiting = post.sent_rows(state=DeliveryState.QUEUED)
    assert len(waiting) >= 3
    assert run(resume).exit_code == 0
    post.send()
    assert len(handed_over) == len(waiting)


@pytest.mark.once
def test_what_the_first_town_has_sent_since_can_be_cancelled(lived_in, elsewhere, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    elsewhere()
    run(restore, copy)
    waiting = len(post.sent_rows(state=DeliveryState.QUEUED))
    result = run(resume, "--cancel")
    assert result.output == f"{waiting} messages were cancelled, 0 may leave.\n"
    assert len(post.sent_rows(state=DeliveryState.CANCELLED, code="held")) == waiting
    assert run(resume).exit_code == 1


@pytest.mark.once
def test_cancelling_waits_until_every_event_has_its_messages(lived_in, elsewhere, tmp_path):
    with transaction() as session:
        people.decided(session, people.referred(session))
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    elsewhere()
    run(restore, copy)
    result = run(resume, "--cancel")
    assert result.exit_code == 1
    assert "Start the worker" in result.output
    with transaction(write=False) as session:
        assert hold.since(session) is not None
    post.address()
    assert run(resume, "--cancel").exit_code == 0


@pytest.mark.once
def test_photos_and_documents_come_along(lived_in, elsewhere, tmp_path):
    name = files.fresh_name()
    with files.drafts() as (big, small):
        big.write(b"large")
        small.write(b"small")
        files.keep(name, big, small)
    _row(name)
    copy = tmp_path / "copy.tar"
    result = run(backup, copy)
    assert (result.exit_code, "1 files" in result.output) == (0, True), result.output
    elsewhere()
    run(restore, copy)
    with files.opened(name, small=False) as large, files.opened(name, small=True) as little:
        assert (large.read(), little.read()) == (b"large", b"small")


@pytest.mark.once
def test_a_file_that_is_missing_is_named(lived_in, tmp_path):
    name = files.fresh_name()
    _row(name)
    result = run(backup, tmp_path / "copy.tar")
    assert result.exit_code == 1
    assert f"the file of attachment {name} is missing" in result.output


def _row(name):
    """A picture of the first case."""
    from sqlalchemy import insert

    from models.attachment.row import attachments

    needed = {
        column.name: column.default.arg if column.default is not None else None
        for column in attachments.columns
    }
    with transaction() as session:
        case = session.scalars(select(submissions.c.id).limit(1)).one()
        given = needed | {
            "name": name,
            "media": "image/jpeg",
            "size": 5,
            "width": 1,
            "height": 1,
            "alt": "",
            "sha256": "0" * 64,
            "salt": b"0" * 16,
            "created_at": 1,
            "scan": False,
            "submission_id": case,
        }
        del given["id"]
        session.execute(insert(attachments).values({k: v for k, v in given.items() if k in needed}))


def test_a_copy_taken_under_load_holds_all_that_was_acknowledged_before_it(
    town, elsewhere, tmp_path
):
    with transaction() as session:
        people.municipality(session)
        people.rosa(session)
    acknowledged, stop = [], threading.Event()

    def hand_in():
        while not stop.is_set() and len(acknowledged) < 300:
            with transaction() as session:
                reference = people.a_submission(session).reference
            acknowledged.append(reference)

    writers = [threading.Thread(target=hand_in) for _ in range(2)]
    for writer in writers:
        writer.start()
    while len(acknowledged) < 10:
        stop.wait(0.01)
    # Threads share the configured engine: on PostgreSQL taking a copy replaces it for a moment.
    if is_postgres():
        stop.set()
        for writer in writers:
            writer.join()
    before = list(acknowledged)
    copy = tmp_path / "copy.tar"
    assert run(backup, copy).exit_code == 0
    stop.set()
    for writer in writers:
        writer.join()
    elsewhere()
    assert run(restore, copy).exit_code == 0
    with transaction(write=False) as session:
        there = set(session.scalars(select(submissions.c.reference)))
        assert set(before) <= there
        for reference in there:
            assert verify(session, stream_of(reference)) == []


def _changed(copy, how):
    """The same archive, with one thing wrong."""
    with tarfile.open(copy) as old:
        members = [(m, old.extractfile(m).read()) for m in old]
    with tarfile.open(copy, "w") as new:
        for member, content in how(members):
            member.size = len(content)
            new.addfile(member, io.BytesIO(content))


@pytest.mark.once
@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda m: m[:-1], "the list of its contents is missing"),
        (
            lambda m: [(m[0][0], m[0][1][:-1] + b"x"), *m[1:]],
            "town.sqlite3 is missing or was changed",
        ),
        (lambda m: m[1:], "town.sqlite3 is missing or was changed"),
        (lambda m: [(tarfile.TarInfo("../evil"), b"x"), *m], "does not belong"),
        (lambda m: [(tarfile.TarInfo("files/../../evil"), b"x"), *m], "does not belong"),
        (lambda m: [(tarfile.TarInfo("/etc/evil"), b"x"), *m], "does not belong"),
        (lambda m: [*m[:-1], (m[-1][0], b"{}")], "cannot be read"),
    ],
)
def test_a_copy_that_is_not_whole_is_refused_and_changes_nothing(
    lived_in, elsewhere, tmp_path, how, said
):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    _changed(copy, how)
    place = elsewhere()
    result = run(restore, copy)
    assert result.exit_code == 1
    assert said in result.output
    assert list(place.iterdir()) == []


@pytest.mark.once
def test_half_an_archive_is_refused(lived_in, elsewhere, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    place = elsewhere()
    assert run(restore, copy).exit_code == 1
    assert list(place.iterdir()) == []


def test_a_town_is_never_overwritten(lived_in, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    before = everything()
    result = run(restore, copy)
    assert result.exit_code == 1
    assert "already" in result.output
    assert everything() == before


@pytest.mark.once
def test_others_cannot_read_a_copy(lived_in, tmp_path):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    assert copy.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.glob(".*")] == []


@pytest.mark.once
def test_a_copy_that_cannot_be_written_leaves_the_last_one(lived_in, tmp_path, monkeypatch):
    copy = tmp_path / "copy.tar"
    run(backup, copy)
    kept = copy.read_bytes()

    def full(self, file, name):
        raise OSError(28, "No space left on device", str(file))

    monkeypatch.setattr(archive.Writer, "add", full)
    result = run(backup, copy)
    assert (result.exit_code, "No space left on device" in result.output) == (1, True)
    assert copy.read_bytes() == kept


@pytest.mark.once
def test_a_copy_of_a_town_at_work_is_whole_elsewhere_and_sends_nothing(town, elsewhere, tmp_path):
    """Two workers send and somebody writes without a pause, each in a process of its own; what
    waited in the copy waits there too, and a worker that is started there leaves it alone.
    """
    with MailSink() as sink:
        # Slow enough that something always waits.
        sink.usually = "data:wait 0.05"
        chosen = post.use(town, smtp_url=sink.url, gather_seconds=0)
        with transaction() as session:
            case = people.published(session, Kind.COMPLAINT)
            post.followers(session, case, 15)
        running = [busy.start(chosen, case.reference)]
        running += [workers.start(chosen, None, brisk=True) for _ in range(2)]
        copy = tmp_path / "copy.tar"
        try:
            sink.wait_for(20, 60)
            assert run(backup, copy).exit_code == 0
            sink.wait_for(len(sink.mails) + 5, 60)
        finally:
            _end(running)
        place = elsewhere()
        assert run(restore, copy).exit_code == 0
        there = town_settings.settings().model_copy(update={"smtp_url": sink.url, "data": place})
        assert run(verify_command).exit_code == 0
        assert run(reconcile).exit_code == 0
        waiting, sent = len(post.sent_rows(state=DeliveryState.QUEUED)), len(sink.mails)
        assert waiting > 0
        running = [workers.start(there, None, brisk=True)]
        try:
            _until_addressed()
            time.sleep(1)
        finally:
            _end(running)
        assert len(sink.mails) == sent
        assert len(post.sent_rows(state=DeliveryState.QUEUED)) >= waiting


def _end(running) -> None:
    for process in running:
        process.terminate()
    for process in running:
        process.join(30)
        process.kill()


def _until_addressed() -> None:
    ends = time.monotonic() + 60
    pending = text("SELECT 1 FROM outbox WHERE state = 'pending' LIMIT 1")
    while time.monotonic() < ends:
        with transaction(write=False) as session:
            if session.execute(pending).first() is None:
                return
        time.sleep(0.1)
    raise AssertionError("something is still not addressed")
