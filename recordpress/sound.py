"""What was found to be without fault before: files that are checked by more than it takes to read them.

The models that schemas and descriptor are checked against take longer to be loaded than many a command takes. What was
sound, to the byte and for this version of the engine, is sound again. A note that is false, or lost, or was written by
somebody else can spare a check, and nothing else: what is read is read anew each time.
"""

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from recordpress.stamps import engine_digest

NOTE = Path(".recordpress") / "sound.json"


def sound_before(root: Path, texts: Iterable[bytes]) -> bool:
    """Whether all of the texts were noted as sound by this version of the engine."""
    return {_digest(text) for text in texts} <= _noted(root)


def note_sound(root: Path, texts: Iterable[bytes], name: str) -> None:
    """Note that the texts are sound.

    Args:
        root: The dataset.
        texts: The contents of files that were read together.
        name: What they are: those that were noted by the same name before are forgotten.
    """
    kept = {**_notes(root), name: sorted({_digest(text) for text in texts})}
    with suppress(OSError):  # the next command checks once more, that is all
        path = root / NOTE
        path.parent.mkdir(exist_ok=True)
        aside = path.with_suffix(".new")
        aside.write_text(json.dumps({"engine": engine_digest(), "sound": kept}), encoding="utf-8")
        aside.replace(path)


def _noted(root: Path) -> set[str]:
    return {digest for digests in _notes(root).values() for digest in digests}


def _notes(root: Path) -> dict[str, list[str]]:
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        note = json.loads((root / NOTE).read_bytes())
        if note["engine"] == engine_digest():
            return {str(name): [str(digest) for digest in digests] for name, digests in note["sound"].items()}
    return {}


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
