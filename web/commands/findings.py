"""What the doctor looks at, one function a subject. Nothing here changes anything."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from sqlalchemy import func, select

from models import health, hold, job, profile, profile_file, proof, reconfiguring
from models.calendar import HOUR, MINUTE, SECOND, now
from models.database import driver, engine, is_postgres, table_of, transaction
from models.event import Event
from models.settings import settings
from models.settings.providers import is_loopback
from notifications import reachable

Level = Literal["ok", "look", "bad"]

NETWORK_DISKS = frozenset(
    {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "9p", "ceph", "afs", "lustre", "glusterfs",
     "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "virtiofs"}
)  # fmt: skip
"""Where locks of files are not to be trusted, and SQLite corrupts (sqlite.org/faq.html, 5)."""

SOUND_SQLITE = (3, 51, 3)
"""Before this, two processes could corrupt a write-ahead log that they share."""

GIGABYTE = 1_000_000_000
STREAMS = 200
LONG = 15 * MINUTE

_events = table_of(Event)


@dataclass(frozen=True)
class Finding:
    """One sentence, how it stands, and what to do about it."""

    level: Level
    says: str
    advice: str = ""


def of_settings() -> Iterator[Finding]:
    chosen = settings()
    host = urlsplit(chosen.base_url).hostname or ""
    if chosen.demo:
        yield Finding("look", "Demo mode: everyone may be anyone.", "Unset TORGET_DEMO.")
    if not is_loopback(host) and not chosen.base_url.startswith("https://"):
        yield Finding(
            "bad",
            f"{chosen.base_url} is not encrypted.",
            "Put a proxy with TLS before the site and set TORGET_BASE_URL to its https address.",
        )
    if not is_loopback(host) and not chosen.trusted_proxies:
        yield Finding(
            "look",
            "No proxy is trusted: behind one, everybody seems to come from the same place.",
            "Set TORGET_TRUSTED_PROXIES to the proxy's network.",
        )
    if chosen.delivery != "send":
        yield Finding(
            "look",
            f"Messages are not sent (TORGET_DELIVERY={chosen.delivery}).",
            "Set TORGET_DELIVERY=send when residents are to be told.",
        )
    if not chosen.operator_email:
        yield Finding("look", "Nobody is told when something breaks.", "Set TORGET_OPERATOR_EMAIL.")
    if chosen.secret_key and chosen.secret_key == chosen.secret_key_previous:
        yield Finding(
            "bad", "The former key is the present one.", "Unset TORGET_SECRET_KEY_PREVIOUS."
        )
    yield Finding("ok", f"The settings hold together; the site is {chosen.base_url}.")


def of_disks() -> Iterator[Finding]:
    chosen = settings()
    places = {"data": chosen.data, "photos and documents": chosen.files}
    if not is_postgres():
        places["the database"] = _database_file().parent
    for what, folder in places.items():
        there = next(one for one in (folder, *folder.parents) if one.exists())
        free = shutil.disk_usage(there)
        said = f"{free.free / GIGABYTE:.1f} GB are free for {what} ({folder})."
        if free.free < GIGABYTE or free.free < free.total // 50:
            yield Finding("bad", said, "Make room: when a disk is full nothing can be received.")
        else:
            yield Finding("ok", said)
    if not is_postgres() and (kind := file_system(_database_file())) in NETWORK_DISKS:
        yield Finding(
            "bad",
            f"The database lies on a network disk ({kind}), where SQLite loses data.",
            "Move it to a disk of this machine, or use PostgreSQL (TORGET_DATABASE_URL).",
        )


def file_system(file: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system a file lies on; "" where the system does not say (proc(5))."""
    try:
        lines = mounts.read_text("utf-8").splitlines()
    except OSError:
        return ""
    best, kind = Path("/"), ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = Path(before.split()[4].replace("\\040", " "))
        if file.is_relative_to(point) and len(point.parts) >= len(best.parts):
            best, kind = point, after.split()[0]
    return kind


def of_the_database() -> Iterator[Finding]:
    if is_postgres():
        with transaction(write=False) as session:
            number = session.execute(select(func.current_setting("server_version"))).scalar()
        yield Finding("ok", f"PostgreSQL {number} answers and can be written to.")
        return
    if driver.sqlite_version_info < SOUND_SQLITE:
        yield Finding(
            "bad",
            f"SQLite {driver.sqlite_version} can corrupt a database that two processes use.",
            "Install the locked requirements again: pysqlite3 brings a newer one.",
        )
    with engine().connect() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(5)").scalars().all()
    if found != ["ok"]:
        yield Finding(
            "bad",
            f"The database file is damaged: {found[0]}",
            "Stop the site, keep the file, and put the last backup back.",
        )
    yield Finding("ok", f"SQLite {driver.sqlite_version} answers and can be written to.")


def of_the_clock() -> Iterator[Finding]:
    with transaction(write=False) as session:
        newest = session.execute(select(func.max(_events.c.at))).scalar() or 0
        theirs = session.execute(select(func.now())).scalar() if is_postgres() else None
    at = now()
    if newest > at + MINUTE:
        yield Finding(
            "bad",
            "The last thing that happened lies in the future: this machine's clock went back.",
            "Set the clock (timedatectl, chrony) before anything else happens.",
        )
    apart = 0.0 if theirs is None else abs(theirs.timestamp() - at / SECOND)
    if apart > 2:
        yield Finding(
            "bad",
            f"The database's clock and this machine's are {apart:.0f} s apart.",
            "Set both by the same time servers.",
        )
    yield Finding("ok", "The clock agrees with what has happened.")


def of_history() -> Iterator[Finding]:
    """The streams that changed last; `verify` proves them all."""
    with transaction(write=False) as session:
        wanted = select(_events.c.stream).group_by(_events.c.stream)
        latest = wanted.order_by(func.max(_events.c.id).desc()).limit(STREAMS)
        streams = list(session.scalars(latest))
    faults = []
    for stream in streams:
        with transaction(write=False) as session:
            faults += proof.faults(session, stream)
    if faults:
        yield Finding(
            "bad",
            f"{len(faults)} faults in the latest history, first in {faults[0].stream}.",
            "Run `python -m web verify`, and find out who can write to the database.",
        )
    else:
        yield Finding("ok", f"The {len(streams)} histories that changed last are whole.")


def of_sending() -> Iterator[Finding]:
    chosen = settings()
    with transaction(write=False) as session:
        state, held = health.sending(session), hold.since(session)
        scheduling = job.is_held(session)
    if held is not None:
        yield Finding(
            "look",
            "The town was put back from a copy and sends nothing.",
            "When all is well run `python -m web resume`.",
        )
    elif state.oldest_at is not None and now() - state.oldest_at > LONG:
        hours = (now() - state.oldest_at) / HOUR
        yield Finding(
            "bad",
            f"{state.unaddressed + state.waiting} messages wait, the oldest for {hours:.1f} h.",
            "Is the worker running? What does its log say of the mail server?",
        )
    else:
        yield Finding("ok", f"{state.unaddressed + state.waiting} messages wait.")
    if not scheduling:
        yield Finding(
            "look",
            "No scheduler is at work: support is not counted and nothing ends.",
            "Start `python -m web scheduler`.",
        )
    for what, url, ask in (
        ("mail server", chosen.smtp_url, reachable.mail),
        ("text message gateway", chosen.sms_url, reachable.texts),
    ):
        if not url:
            yield Finding("look", f"There is no {what}.", "It is a setting, see the README.")
        elif trouble := ask():
            yield Finding("bad", f"The {what} does not answer: {trouble}.", "Ask whoever runs it.")
        else:
            yield Finding("ok", f"The {what} answers.")


def of_the_profile() -> Iterator[Finding]:
    """The file seeds the first rows; from then on the rows are true."""
    file = settings().municipality
    try:
        whole = profile_file.read(file)
    except (OSError, ValueError) as error:
        yield Finding(
            "look", f"{file} cannot be read: {error}", "Run `python -m web profile check`."
        )
        return
    with transaction(write=False) as session:
        name, same = profile.site(session).name, reconfiguring.present(session) == whole
    if same:
        yield Finding("ok", f"The profile in force is {name}, as in {file}.")
    else:
        yield Finding(
            "look",
            f"The profile in force ({name}) differs from {file}.",
            f"Run `python -m web profile use {file}` if the file is newer.",
        )


def _database_file() -> Path:
    return Path(engine().url.database or "").absolute()
