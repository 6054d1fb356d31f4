"""What somebody was writing when she went to do something else: it goes along, field by field.

Nothing of it is kept on the server. On a page of something else its fields are named `kept_...`.
"""

from collections.abc import Mapping

KEPT = "kept_"


def kept(values: Mapping[str, str]) -> dict[str, str]:
    """What has been carried along, by its own names; nothing when nothing was being written."""
    return {
        name.removeprefix(KEPT): value for name, value in values.items() if name.startswith(KEPT)
    }


def carried(values: Mapping[str, str]) -> dict[str, str]:
    """The same fields under the names by which they are carried."""
    return {KEPT + name: value for name, value in values.items()}
