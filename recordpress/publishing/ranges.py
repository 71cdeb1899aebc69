"""Which parts of a file a request asks for, as RFC 9110, section 14, has it."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers

_ONE = re.compile(r"(?P<first>[0-9]{1,18})-(?P<last>[0-9]{0,18})|-(?P<length>[0-9]{1,18})")
MOST = 100  # more parts than that are no honest wish


def wanted_ranges(method: str, headers: Headers, valid: Collection[str], size: int) -> str | None:
    """The parts that are to be given.

    Args:
        method: The request's method; only GET knows ranges.
        headers: The request's headers.
        valid: The file's entity tag and date: what `If-Range` may name.
        size: The file's size in bytes.

    Returns:
        A value for `Range` that names only parts that there are; "" if none of those asked for is there; None where
        the whole file is to be given: nothing was asked for, in a form that is not understood, or of another version.
    """
    unit, _, wanted = headers.get("range", "").partition("=")
    if method != "GET" or unit.strip().lower() != "bytes" or headers.get("if-range", next(iter(valid))) not in valid:
        return None
    parts = [_ONE.fullmatch(part.strip()) for part in wanted.split(",") if part.strip()]
    found = [(part["first"], part["last"], part["length"]) for part in parts if part]
    backwards = any(first and last and int(last) < int(first) for first, last, _ in found)
    if not found or len(found) < len(parts) or len(found) > MOST or backwards:
        return None
    given = [_written(*part) for part in found if _is_there(part[0], part[2], size)]
    return f"bytes={','.join(given)}" if given else ""


def _is_there(first: str | None, length: str | None, size: int) -> bool:
    return int(first) < size if first else int(length or 0) > 0 and size > 0


def _written(first: str | None, last: str | None, length: str | None) -> str:
    return f"{first}-{last}" if first else f"-{length}"
