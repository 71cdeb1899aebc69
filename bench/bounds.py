"""What the machine allows: processes that do the least that any build or check has to do.

Run as `python -m bench.bounds parse FOLDER` (list, read and parse all records, on all processors) or
`python -m bench.bounds list FOLDER` (list and stat all files). Each imports no more than it needs: what stands at the
top of this module would count for both.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import islice

CHUNK = 500


def files(folder: str) -> Iterator[str]:
    """All files below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from files(entry.path)
            else:
                yield entry.path


def list_and_stat(folder: str) -> int:
    """How many bytes all files below a folder have: each is listed and stat'ed, none is opened."""
    total = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            total += list_and_stat(entry.path) if entry.is_dir() else entry.stat().st_size
    return total


def parse(paths: tuple[str, ...]) -> int:
    """How many files were read and parsed; their values are thrown away."""
    import oryaml  # noqa: PLC0415

    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            oryaml.loads(os.read(descriptor, os.fstat(descriptor).st_size))
        finally:
            os.close(descriptor)
    return len(paths)


def read_and_parse(folder: str, processes: int) -> int:
    """How many files below a folder were read and parsed, by that many processes."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    with ProcessPoolExecutor(processes) as pool:
        return sum(pool.map(parse, chunks(files(folder))))


def chunks(paths: Iterator[str]) -> Iterator[tuple[str, ...]]:
    """The paths in portions that are worth sending to a process."""
    while chunk := tuple(islice(paths, CHUNK)):
        yield chunk


def main() -> int:
    """Run a bound from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.bounds", description="Do the least that has to be done.")
    parser.add_argument("bound", choices=("parse", "list"))
    parser.add_argument("folder", help="the dataset")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="(default: one a processor)")
    chosen = parser.parse_args()
    records = os.path.join(chosen.folder, "records")  # noqa: PTH118 (pathlib is one of the imports that would count)
    print(read_and_parse(records, chosen.processes) if chosen.bound == "parse" else list_and_stat(records))
    return 0


if __name__ == "__main__":
    sys.exit(main())
