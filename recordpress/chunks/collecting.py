"""All chunks of a dataset: those that still hold are taken from the last command, the others are made."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from recordpress.chunks import keeping
from recordpress.chunks.cutting import cut
from recordpress.chunks.making import Made, Publishers
from recordpress.chunks.spreading import Setup, make_chunks
from recordpress.chunks.storing import digest_of
from recordpress.chunks.summary import Summary, sharing
from recordpress.crew import Crew
from recordpress.linking import origins
from recordpress.reading.source_files import Files
from recordpress.schema.dataset import Schemas

Step = Callable[[int, int], None]
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Chunks:
    """All chunks of a dataset.

    Args:
        made: By kind and id; for those that were kept, without problems.
        folder: Where they are stored.
        kept: What is remembered of them for the next command.
    """

    made: tuple[Made, ...]
    folder: Path
    kept: keeping.Known

    @property
    def summaries(self) -> tuple[Summary, ...]:
        """What is known of each."""
        return tuple(made.summary for made in self.made)


def collect(root: Path, schemas: Schemas, files: Files, limit: int, crew: Crew, progress: Step) -> Chunks:
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
    wanted = {(chunk[0].kind, chunk[0].key): chunk for chunk in cut(files)}
    kept = keeping.load(folder)
    known = ((key, kept[key], chunk) for key, chunk in wanted.items() if key in kept)
    found = {key: Made(summary) for key, summary, chunk in known if summary.seen == keeping.seen(chunk)}
    work = _Work(schemas, limit, crew, keeping.prepare(folder), now, len(files), progress)
    source = schemas.source.name if schemas.source else ""
    found |= work.make({}, {key: chunk for key, chunk in wanted.items() if key[0] == source and key not in found})
    publishers = publishers_of([made.summary for made in found.values() if made.summary.kind == source])
    digest = _digest(publishers)
    found = {key: made for key, one in found.items() if (made := _counted(one, publishers, digest))}
    found |= work.make(publishers, {key: chunk for key, chunk in wanted.items() if key not in found})
    return keep(Chunks(tuple(found[key] for key in wanted), folder, kept))


def keep(chunks: Chunks) -> Chunks:
    """Remember the chunks that nothing was found in, for the next command."""
    clean = {made.summary.key: made.summary for made in chunks.made if made.clean}
    keeping.save(chunks.folder, clean.values(), chunks.kept)
    return replace(chunks, kept=clean)


def publishers_of(summaries: Sequence[Summary]) -> Publishers:
    """The publisher of the original of each source; see `linking.origins`."""
    return {source: publisher for source, (_, publisher) in source_origins(summaries).items()}


def source_origins(summaries: Sequence[Summary]) -> dict[str, tuple[str, str | None]]:
    """For each source its original and the original's publisher."""
    said = {source: (original, publisher) for some in summaries for source, original, publisher in some.origins}
    ends, _ = origins({source: original for source, (original, _) in said.items()})
    return {source: (end, said[end][1] if end in said else None) for source, end in ends.items()}


def _digest(publishers: Publishers) -> str:
    """A hash of who published what."""
    return digest_of(repr(sorted(publishers.items())).encode("utf-8", "surrogateescape"))


def _counted(made: Made, publishers: Publishers, digest: str) -> Made | None:
    """The chunk, if the publishers that facts were counted for are still those of their sources; None otherwise."""
    if made.summary.counted == digest:
        return made
    cited = made.summary.about().cited
    if any(publishers.get(source) != publisher for source, publisher in cited.items()):
        return None
    return replace(made, summary=replace(made.summary, counted=digest))


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
        digest = _digest(publishers)
        done = self.total - sum(map(len, chunks.values()))
        setup = Setup(self.schemas, publishers, self.limit)
        made = make_chunks(self.crew, setup, list(chunks.values()), self.folder)
        for (key, files), result in zip(chunks.items(), made, strict=True):
            seen = keeping.proof(files, self.now)
            found[key] = replace(result, summary=replace(sharing(result.summary), seen=seen, counted=digest))
            done += len(files)
            self.progress(min(done, self.total), self.total)
        return found
