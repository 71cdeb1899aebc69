"""What is filled into the files that are written; they lie as texts with places in the folder `templates`."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from recordpress.describing.media import MEDIA_TYPES
from recordpress.filling import fill
from recordpress.publishing.answers import COMMON
from recordpress.publishing.downloads import SHOWN_IN_BROWSERS
from recordpress.publishing.security import HEADERS

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_NAME = 40
_NO_WORD = re.compile(r"[^a-z0-9]+")
# A file is no page: nothing in it is run, whatever it holds.
_OF_FILES = {**HEADERS, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox"}
_OWN_WORDS = {**HEADERS, "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}


def filled(name: str, values: Mapping[str, str]) -> str:
    """The template of that name with its places filled in, as `fill` does it."""
    return fill(TEMPLATES / name, values)


def plain_name(name: str) -> str:
    """A package's name as names of projects and images may be: small letters, digits and single hyphens."""
    return _NO_WORD.sub("-", name.lower()).strip("-")[:LONGEST_NAME].rstrip("-") or "site"


def quoted(text: str) -> str:
    """A text as a string of nginx's, where `$` can't be written and so must not be in it."""
    return json.dumps(text, ensure_ascii=False)


def downloads_part() -> Mapping[str, str]:
    """What nginx says of files that it sends by itself: as the engine would, by the engine's own lists."""
    types = [f"{quoted(kind)} {suffix[1:]};" for suffix, kind in sorted(MEDIA_TYPES.items())]
    shown = sorted(suffix[1:] for suffix in SHOWN_IN_BROWSERS if suffix)
    return {
        "types": _indented(types, 12),
        "shown": "|".join(shown),
        "suffixes": "|".join(sorted(suffix[1:] for suffix in MEDIA_TYPES)),
        "file_headers": _headers({**COMMON, **_OF_FILES}, 8),
        "own_headers": _headers(_OWN_WORDS, 8),
    }


def _headers(headers: Mapping[str, str], indent: int) -> str:
    return _indented([f"add_header {name} {quoted(value)} always;" for name, value in headers.items()], indent)


def _indented(lines: list[str], indent: int) -> str:
    return "\n".join(f"{' ' * indent}{line}" for line in lines)
