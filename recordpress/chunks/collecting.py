"""All chunks of a dataset: those that still hold are taken from the last command, the others are made."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.chunks.cutting import Files, by_kind_and_id, cut
from recordpress.chunks.making import Made, Publishers
from recordpress.chunks.spreading import Setup, make_chunks
from recordpress.chunks.summary import Summary, sharing
from recordpress.crew import Crew
from recordpress.linking import origins
from recordpress.reading.files import SourceFile
from recordpress.schema.dataset import Schemas

Step = Callable[[int, int], None]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chunks:
    """All chunks of a dataset.

    Args:
        made: By kind and id; for those that were kept, without problems.
        folder: Where they are stored.
    """

    made: tuple[Made, ...]
    folder: Path

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """What is known of each."""
        return tuple(made.summary for made in self.made)


def collect(
    root: Path, schemas: Schemas, files: Sequence[SourceFile], limit: int, crew: Crew, progress: Step
) -> Chunks:
    """The chunks of a dataset.

    The sources come first: facts of other records count their publishers.

    Args:
        root: The dataset, which holds the cache.
        schemas: The schemas.
        files: The files of all records.
        limit: Largest size of a file in bytes.
        crew: Who makes chunks.
        progress: Called with the number of files that are done and of all.
    """
    now = time.time_ns()
    folder = keeping.cache_folder(root, schemas.digest)
    wanted = {(chunk[0].kind, chunk[0].key): chunk for chunk in cut(sorted(files, key=by_kind_and_id))}
    kept = keeping.load(folder)
    found = {key: Made(kept[key]) for key, chunk in wanted.items() if keeping.unchanged(chunk, kept.get(key))}
    work = _Work(schemas, limit, crew, keeping.prepare(folder), now, len(files), progress)
    source = schemas.source.name if schemas.source else ""
    found |= work.make({}, {key: chunk for key, chunk in wanted.items() if key[0] == source and key not in found})
    publishers = publishers_of([made.summary for made in found.values() if made.summary.kind == source])
    stale = {key: chunk for key, chunk in wanted.items() if key not in found or not _holds(found[key], publishers)}
    found |= work.make(publishers, stale)
    chunks = Chunks(tuple(found[key] for key in wanted), folder)
    keeping.save(folder, (made.summary for made in chunks.made if made.clean), kept)
    return chunks


def publishers_of(summaries: Sequence[Summary]) -> Publishers:
    """The publisher of the original of each source; see `linking.origins`."""
    return {source: publisher for source, (_, publisher) in source_origins(summaries).items()}


def source_origins(summaries: Sequence[Summary]) -> dict[str, tuple[str, str | None]]:
    """For each source its original and the original's publisher."""
    said = {source: (original, publisher) for some in summaries for source, original, publisher in some.origins}
    ends, _ = origins({source: original for source, (original, _) in said.items()})
    return {source: (end, said[end][1] if end in said else None) for source, end in ends.items()}


def _holds(made: Made, publishers: Publishers) -> bool:
    """Whether the publishers that facts were counted for are still those of their sources."""
    return all(publishers.get(source) == publisher for source, publisher in made.summary.cited.items())


@dataclass(slots=True)
class _Work:
    """The making of chunks, counted over its two parts."""

    schemas: Schemas
    limit: int
    crew: Crew
    folder: str
    now: int
    total: int
    progress: Step

    def make(self, publishers: Mapping[str, str | None], chunks: Mapping[Key, Files]) -> dict[Key, Made]:
        """Make some chunks."""
        if not chunks:
            return {}
        found: dict[Key, Made] = {}
        done = self.total - sum(map(len, chunks.values()))
        setup = Setup(self.schemas, publishers, self.limit)
        made = make_chunks(self.crew, setup, list(chunks.values()), self.folder)
        for (key, files), result in zip(chunks.items(), made, strict=True):
            stamps = keeping.proofs(files, self.now)
            found[key] = replace(result, summary=replace(sharing(result.summary), stamps=stamps))
            done += len(files)
            self.progress(min(done, self.total), self.total)
        return found
