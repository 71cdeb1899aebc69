"""The records that there are already: their ids, by kind, and what is in those of one kind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordpress.creating.wishes import Mistake, Setting
from recordpress.pointers import pointer
from recordpress.reading.document import SIZE_LIMIT
from recordpress.reading.files import scan
from recordpress.reading.parts import read_parts
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import SourceFile
from recordpress.schema.dataset import Schemas
from recordpress.schema.nodes import Kind, Reference, Scalar
from recordpress.suggestions import a, did_you_mean
from recordpress.walking import Visit, walk


@dataclass(slots=True)
class Known:
    """The records of a dataset.

    Args:
        root: The dataset.
        schemas: Its schemas.
    """

    root: Path
    schemas: Schemas
    _files: dict[str, list[SourceFile]] = field(init=False, default_factory=dict)
    _ids: dict[str, list[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Find the files."""
        for file in scan(self.root, self.schemas.folders)[0]:
            self._files.setdefault(file.kind, []).append(file)

    def ids(self, kind: str) -> list[str]:
        """The ids of a kind's records."""
        if kind not in self._ids:
            files = self._files.get(kind, [])
            usual = bool(self.schemas.kinds[kind].folder)
            self._ids[kind] = [file.id for file in files] if usual else [name for name, _ in self.records(kind)]
        return self._ids[kind]

    def files(self, kind: str) -> list[SourceFile]:
        """The files of a kind's records."""
        return self._files.get(kind, [])

    def alias_of(self, kind: Kind, name: str) -> str:
        """The record of a kind that an id leads to as an alias; "" for none."""
        node = kind.role("aliases")
        for one, value in self.records(kind.name) if node else ():
            aliases = value.get(node.spelled) if node else None
            if isinstance(aliases, list) and name in aliases:
                return one
        return ""

    def records(self, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The records of a kind by id, as far as they can be read."""
        origin = self.schemas.kinds[kind].origin
        for file in self._files.get(kind, []):
            for record in read_parts(file, origin, read_bytes(file, SIZE_LIMIT)).records:
                if record.value is not None:
                    yield record.id, record.value

    def strangers(self, kind: Kind, record: Mapping[str, Any], settings: Sequence[Setting]) -> Iterator[Mistake]:
        """References among the given values to records that there aren't."""
        for visit in walk(kind.root, record):
            node = visit.node
            if isinstance(node, Scalar) and node.reference and isinstance(visit.value, str) and not node.reference.by:
                setting = next((one for one in settings if _is_within(visit, one)), None)
                message, hint = self._stranger(node.reference, visit.value)
                if setting and message:
                    yield Mistake(f"--set {setting.argument}", message, hint)

    def _stranger(self, reference: Reference, value: str) -> tuple[str, str]:
        """Message and hint for a reference to a record that there isn't; "" where there is."""
        kinds = reference.kinds or tuple(self.schemas.kinds)
        if not reference.qualified:
            known = self.ids(kinds[0])
            what = a(self.schemas.kinds[kinds[0]].title.lower())
        else:
            known = [f"{kind}/{name}" for kind in kinds for name in self.ids(kind)]
            what = "a record that may stand here"
        return ("", "") if value in known else (f"`{value}` is no id of {what}", did_you_mean(value, known))


def _is_within(visit: Visit, setting: Setting) -> bool:
    return f"{pointer(visit.steps)}/".startswith(f"{pointer(setting.steps)}/")
