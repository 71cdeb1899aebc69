"""The work on files, spread over processes in ordered chunks and spared by the cache. Neither changes the result."""

import gc
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from recordpress import cache
from recordpress.mapping import Mapped, Mapper
from recordpress.reading.files import SourceFile
from recordpress.schema.dataset import Schemas

CHUNK = 100
FEW = 400  # files: below, starting processes costs more than they save

_mapper: Mapper | None = None  # of a worker process, compiled once
_limit = 0

Step = Callable[[int, int], None]
Packed = tuple[bytes | None, Mapped | None]  # a file without problems as the cache keeps it, or one with


def map_files(
    root: Path, schemas: Schemas, files: Sequence[SourceFile], limit: int, progress: Step, workers: int | None = None
) -> list[Mapped]:
    """What each file says, in the order of the files.

    Args:
        root: The dataset, which holds the cache.
        schemas: The schemas.
        files: The files.
        limit: Largest size of a file in bytes.
        progress: Called with the number of files that are done and of all.
        workers: Number of processes; as many as there are processors when None.
    """
    path = cache.cache_path(root, schemas.digest)
    known = cache.load(path)
    found: dict[str, Mapped] = {}
    for file in files:
        if cache.unchanged(file, known.get(file.path)):
            mapped = cache.unpack(known[file.path][2])
            if mapped is not None:
                found[file.path] = mapped
    changed = [file for file in files if file.path not in found]
    now, kept = time.time_ns(), []
    for file, (payload, mapped) in _map_changed(schemas, changed, limit, workers):
        result = mapped or (cache.unpack(payload) if payload else None)
        if result is None:
            message = f"no result for {file.path}"
            raise RuntimeError(message)
        found[file.path] = result
        if payload:
            kept.append((file.path, file.size, cache.proof(file, now), payload))
        progress(len(found), len(files))
    gone = known.keys() - {file.path for file in files}
    if kept or gone:
        cache.save(path, kept, gone)
    return [found[file.path] for file in files]


def _map_changed(
    schemas: Schemas, files: Sequence[SourceFile], limit: int, workers: int | None
) -> Iterator[tuple[SourceFile, Packed]]:
    count = workers or os.cpu_count() or 1
    if count == 1 or len(files) < FEW:
        mapper = Mapper(schemas)
        for file in files:
            yield file, _packed(mapper.map(file, limit))
        return
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    with ProcessPoolExecutor(count, initializer=_start, initargs=(schemas, limit)) as pool:
        with signals_held():
            mapped = pool.map(_map_chunk, chunks)
        for chunk, results in zip(chunks, mapped, strict=True):
            yield from zip(chunk, results, strict=True)


@contextmanager
def signals_held() -> Iterator[None]:
    """Hold Ctrl-C back while processes are started: they inherit that, so that none is ended before its work begins."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows, where a worker looks after itself once it runs
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(schemas: Schemas, limit: int) -> None:
    global _mapper, _limit
    gc.disable()  # as `garbage.collection_paused`, for the life of the worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others
    _mapper, _limit = Mapper(schemas), limit


def _map_chunk(files: Sequence[SourceFile]) -> list[Packed]:
    if _mapper is None:
        message = "the worker was not started"
        raise RuntimeError(message)
    return [_packed(_mapper.map(file, _limit)) for file in files]


def _packed(mapped: Mapped) -> Packed:
    clean = mapped.record is not None and not mapped.problems and not mapped.findings
    return (cache.pack(mapped), None) if clean else (None, mapped)
