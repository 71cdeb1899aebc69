"""What may become of a file that is kept between commands: JSON after a line with its hash."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson


def signed(change: Callable[[Any], object]) -> Callable[[Path], None]:
    """A damage that keeps the hash right.

    Args:
        change: From what the file holds to what it is to hold.
    """

    def damage(path: Path) -> None:
        found = orjson.loads(path.read_bytes().partition(b"\n")[2])
        body = orjson.dumps(change(found))
        path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)

    return damage
