"""Chunks made by the workers of a crew."""

import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from recordpress.chunks.making import Made, Maker, Publishers
from recordpress.chunks.storing import store
from recordpress.crew import Crew, Inline, spread
from recordpress.problems import Problem
from recordpress.reading.records import read_bytes
from recordpress.reading.source_files import Files, SourceFile
from recordpress.schema.dataset import Schemas

FEW = 400  # records: below, starting processes costs more than they save
USUAL_SIZE = 2048  # bytes of a record


@dataclass(frozen=True)
class Setup:
    """What every task needs besides its files.

    Args:
        schemas: The schemas.
        publishers: The publisher of the original of each source.
        limit: Largest size of a file in bytes.
    """

    schemas: Schemas
    publishers: Publishers
    limit: int

    @cached_property
    def packed(self) -> bytes:
        """All of it, to be sent."""
        return pickle.dumps((self.schemas, dict(self.publishers), self.limit))

    @cached_property
    def digest(self) -> str:
        """A name for it."""
        return hashlib.sha256(self.packed).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """A chunk to be made.

    Args:
        files: Its files.
        digest: The setup that it needs.
        setup: The setup, packed; None as long as the worker may have it already.
        contents: What is in the files; None where the worker can read them.
        folder: Where to store it; "" where the worker can't.
    """

    files: tuple[SourceFile, ...]
    digest: str
    setup: bytes | None = None
    contents: tuple[bytes | Problem, ...] | None = None
    folder: str = ""


_makers: dict[str, Maker] = {}  # of a worker, by setup; only the last is kept


def make(task: Task) -> Made | None:
    """The chunk; None where the setup has to be sent along."""
    maker = _makers.get(task.digest)
    if maker is None:
        if task.setup is None:
            return None
        maker = Maker(*pickle.loads(task.setup))  # noqa: S301 - sent by ourselves
        _makers.clear()
        _makers[task.digest] = maker
    return maker.make(task.files, task.contents, task.folder)


def make_chunks(crew: Crew, setup: Setup, chunks: Sequence[Files], folder: str) -> Iterator[Made]:
    """The chunks of some files, in order.

    Args:
        crew: Who does it.
        setup: What every task needs.
        chunks: The files of each chunk.
        folder: Where to store them; "" to keep them in memory.
    """
    worthwhile = sum(map(_weight, chunks)) >= FEW
    cluster = crew.cluster if worthwhile else None
    executor = cluster or crew.local(worthwhile=worthwhile)
    maker = Maker(setup.schemas, setup.publishers, setup.limit)
    if cluster is None and isinstance(executor, Inline):  # then nothing has to be told apart, or sent
        yield from (maker.make(tuple(files), None, folder) for files in chunks)
        return
    _makers[setup.digest] = maker  # processes that start now have it
    tasks = _sent(setup, chunks) if cluster else _tasks(setup, chunks, folder)
    for task, made in spread(executor, crew.reach, make, tasks):
        result = made or executor.submit(make, replace(task, setup=setup.packed)).result()
        if result is None:
            message = "a worker did not take the setup that it was sent"
            raise RuntimeError(message)
        yield _brought(result, folder) if cluster else result


def _weight(files: Files) -> int:
    """About as many records as the files hold."""
    return sum(1 + file.size // USUAL_SIZE for file in files) if files[0].many else len(files)


def _tasks(setup: Setup, chunks: Iterable[Files], folder: str) -> Iterator[Task]:
    return (Task(tuple(files), setup.digest, folder=folder) for files in chunks)


def _sent(setup: Setup, chunks: Iterable[Files]) -> Iterator[Task]:
    """Tasks for workers that share no files with this machine."""
    for files in map(tuple, chunks):
        yield Task(files, setup.digest, contents=tuple(read_bytes(file, setup.limit) for file in files))


def _brought(made: Made, folder: str) -> Made:
    """What a worker elsewhere made, stored here."""
    stored = made.summary.stored
    path = f"{folder}{stored.path}"
    payload = store(path, stored.payload) if folder and stored.payload is not None else stored.payload
    return replace(made, summary=replace(made.summary, stored=replace(stored, path=path, payload=payload)))
