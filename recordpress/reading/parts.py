"""From a file to its records, wherever they stand in it: each with what gives its id, and its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import PurePosixPath

from recordpress.pointers import pointer
from recordpress.problems import MOST, Finding, Problem, first_of
from recordpress.reading import fast
from recordpress.reading.document import Document
from recordpress.reading.json_document import read_json
from recordpress.reading.origins import FILE, FOLDER, KEY, PLACES, Form, Origin, field_at, in_words, is_id
from recordpress.reading.records import RecordFile, to_record
from recordpress.reading.reference import read_yaml
from recordpress.reading.source_files import SourceFile
from recordpress.reading.text import shown
from recordpress.suggestions import did_you_mean

JSON = ".json"
Said = tuple[str, str, str]
"""What gives an id, the id that it gives, and the JSON Pointer to it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a file holds.

    Args:
        sha256: Hash of the bytes, in hexadecimal; "" when they could not be read.
        records: Its records, in their order. One that can't be read is among them where the file's name gives its id.
        problems: What is wrong with the file.
        findings: What is wrong with what the records stand in.
    """

    sha256: str
    records: tuple[RecordFile, ...] = ()
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()


def read_parts(file: SourceFile, origin: Origin, data: bytes | Problem) -> Parts:
    """The records in a file, or what is wrong with it.

    Args:
        file: The file.
        origin: Where the records of its kind come from.
        data: What is in it, or why it can't be read.
    """
    if isinstance(data, Problem):
        return _unread(file, origin, "", (data,))
    digest = sha256(data).hexdigest()
    value, problems = _value(file, origin, data)
    if value is None:
        return _unread(file, origin, digest, problems)
    reader = _Reader(file, origin, digest, problems)
    records = tuple(reader.records(value))
    return Parts(digest, records, problems, tuple(first_of(reader.findings, "V212", file.path)))


def read_document(path: str, data: bytes) -> Document:
    """A file of records with the places of all that is in it, by the reader of its format."""
    return read_json(data, path, of_record=True) if path.endswith(JSON) else read_yaml(data, path)


def _value(file: SourceFile, origin: Origin, data: bytes) -> tuple[object, tuple[Problem, ...]]:
    """What a file holds; None where that can't be told."""
    value = None if file.path.endswith(JSON) else fast.load_many(data)
    if value is not None and (isinstance(value, dict) or origin.many):
        return value, ()
    document = read_document(file.path, data)
    if not origin.many:
        document = to_record(document, file.path)
    return (document.value if document.complete else None), document.problems


def _unread(file: SourceFile, origin: Origin, digest: str, problems: tuple[Problem, ...]) -> Parts:
    """A file that can't be read: of its record, the id may be known all the same."""
    if origin.many:
        return Parts(digest, (), problems)
    name = next((text for source, text, _ in _said_by_place(file, origin, None) if source in PLACES), "")
    return Parts(digest, (RecordFile(file.kind, file.path, name, digest, None),) if is_id(name) else (), problems)


@dataclass(slots=True)
class _Reader:
    """Takes the records out of what a file holds."""

    file: SourceFile
    origin: Origin
    digest: str
    problems: tuple[Problem, ...]
    findings: list[Finding] = field(default_factory=list)

    def records(self, value: object) -> Iterator[RecordFile]:
        """The records; what is wrong with what they stand in is noted."""
        container, steps = self._container(value)
        if container is None:
            return
        if not self.origin.many:
            yield from self._record(container, steps, None)
            return
        entries = self._entries(container)
        if entries is None:
            self._note("Y135", steps, f"a {self.origin.form} of records is wanted here", "see `x-record` of the schema")
            return
        found = False
        for step, item in entries:
            found = True
            if len(self.findings) > MOST:
                return
            yield from self._record(item, (*steps, step), str(step) if self.origin.form is Form.MAP else None)
        if not found:
            self._note("Y135", steps, "no record is here", "write one, or remove the file")

    def _container(self, value: object) -> tuple[object, tuple[str, ...]]:
        """What holds the records, or is the record, and the way to it."""
        steps: tuple[str, ...] = ()
        for step in self.origin.at:
            if not isinstance(value, dict):
                self._note("Y135", steps, f"a map with the key {shown(step)} is wanted here")
                return None, steps
            self._look_beside(value, steps, step)
            if step not in value:
                hint = did_you_mean(step, value)
                self._note("Y135", steps, f"the key {shown(step)} is missing, where the records are wanted", hint)
                return None, steps
            value, steps = value[step], (*steps, step)
        return value, steps

    def _look_beside(self, value: Mapping[str, object], steps: tuple[str, ...], wanted: str) -> None:
        for key in value:
            if key != wanted and key not in self.origin.beside:
                hint = "remove it, or name it under `beside` in `x-record` of the schema"
                self._note("Y136", (*steps, key), f"the key {shown(key)} stands beside the records", hint, at_key=True)

    def _entries(self, container: object) -> Iterator[tuple[str | int, object]] | None:
        """Each record with its key or place; None where the form is another one."""
        if self.origin.form is Form.LIST:
            return iter(enumerate(container)) if isinstance(container, list) else None
        if not isinstance(container, dict):
            return None
        beside = () if self.origin.at else self.origin.beside
        return ((key, item) for key, item in container.items() if key not in beside)

    def _record(self, value: object, steps: tuple[str | int, ...], key: str | None) -> Iterator[RecordFile]:
        if not isinstance(value, dict):
            self._note("Y135", steps, "a record is wanted here, as lines of `key: value`")
            return
        place = pointer(steps)
        name, findings = identify(self.file, self.origin, value, (place, key))
        yield RecordFile(
            self.file.kind, self.file.path, name, self.digest, value, self.problems, place, tuple(findings)
        )

    def _note(
        self, code: str, steps: tuple[str | int, ...], message: str, hint: str = "", *, at_key: bool = False
    ) -> None:
        self.findings.append(Finding(code, self.file.path, pointer(steps), message, hint, at_key=at_key))


def identify(
    file: SourceFile, origin: Origin, record: Mapping[str, object], place: tuple[str, str | None]
) -> tuple[str, list[Finding]]:
    """The id of a record, and what is wrong with it.

    Args:
        file: Its file.
        origin: Where the records of its kind come from.
        record: The record.
        place: JSON Pointer to it within the file, and its key there; None where it has none.

    Returns:
        "" where nothing gives an id.
    """
    base, key = place
    said = [*_said_by_place(file, origin, key), *_said_by_fields(origin, record)]
    said.sort(key=lambda one: origin.ids.index(one[0]))
    if not said:
        hint = f"it is given by its {' or '.join(map(in_words, origin.ids))}"
        return "", [Finding("L312", file.path, base, "nothing gives the record an id", hint)]
    first, name, _ = said[0]
    findings = [
        Finding("L301", file.path, base + where, _otherwise(source, text, first, name), "make both say the same")
        for source, text, where in said[1:]
        if text != name
    ]
    if not is_id(name):
        message = f"the {in_words(first)} {shown(name)} can't be an id"
        hint = "an id has 1 to 200 characters that can be shown, without slashes or spaces at its ends"
        return "", [*findings, Finding("L312", file.path, base + said[0][2], message, hint, at_key=first == KEY)]
    return name, findings


def _otherwise(source: str, text: str, first: str, name: str) -> str:
    return f"the {in_words(source)} {shown(text)} is not the {in_words(first)} {shown(name)}"


def _said_by_place(file: SourceFile, origin: Origin, key: str | None) -> Iterator[Said]:
    path = PurePosixPath(file.path)
    places = {FILE: path.stem, FOLDER: path.parent.name, KEY: key}
    for source in origin.ids:
        text = places.get(source)
        if text is not None:
            yield source, text, ""


def _said_by_fields(origin: Origin, record: Mapping[str, object]) -> Iterator[Said]:
    for source in origin.ids:
        value = None if source in PLACES else field_at(record, source)
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            yield source, str(value), source
