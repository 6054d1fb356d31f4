"""Taking in files: before any transaction, apart from every page, two at a time."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from models.attachment.kinds import Unfit
from models.attachment.workshop import Stored, take_in
from models.errors import Busy
from web.multipart import Upload
from web.networks import Limit

AT_ONCE = 2
"""Processes that decode: each has an upper bound of memory, and so have all of them."""
MOST_WAITING = 12
"""Files that wait for their turn, about a second each; the next is asked to come again."""
UPLOADS = Limit("upload", most=60, seconds=600)

Arrived = Mapping[str, Stored | str]
"""By field: what lies in the folder now, or the code of why it does not."""


class Intake:
    """The queue in front of the workshop."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="intake")
        self._inside = 0

    def shutdown(self) -> None:
        self._pool.shutdown()

    async def take_in(self, uploads: Mapping[str, Upload]) -> Arrived:
        """What became of each. Raises Busy when too many wait or the disk is full."""
        return {name: await self._one(upload) for name, upload in uploads.items()}

    def _full(self) -> bool:
        return self._inside >= AT_ONCE + MOST_WAITING

    async def _one(self, upload: Upload) -> Stored | str:
        if upload.problem == "busy" or self._full():
            raise Busy
        if upload.file is None:
            return upload.problem or "unreadable"
        self._inside += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._pool, take_in, upload.file
            )
        except Unfit as error:
            return error.code
        finally:
            self._inside -= 1
