"""Chunks made on a Dask cluster (`--dask ADDRESS`): its scheduler spreads the work, and gives anew what a worker lost.

Workers share no files with this machine: they are sent what is in the records, and send back what they made of it.
They need this version of the engine, and the same version of Python, which is asked before anything is sent.
"""

import hashlib
import marshal
import sys
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import Any

from recordpress.crew import Crew
from recordpress.stamps import ENGINE
from recordpress.unusable import UnusableError

PATIENCE = 10  # seconds until a scheduler has to answer
INSTALL = "pip install --require-hashes -r requirements/dask.txt"


def same_kind() -> str:
    """What has to be the same on all machines: the engine's modules, Python, and the form in which rows are sent."""
    total = hashlib.sha256()
    for path in sorted(ENGINE.rglob("*.py")):
        total.update(path.relative_to(ENGINE).as_posix().encode() + b"\\0" + path.read_bytes())
    return f"{total.hexdigest()[:12]}, Python {sys.version_info.major}.{sys.version_info.minor}, {marshal.version}"


@contextmanager
def crew_at(address: str | None) -> Iterator[Crew]:
    """A crew that works on a cluster, or on this machine where no address is given.

    Args:
        address: The scheduler, such as tcp://127.0.0.1:8786.

    Raises:
        UnusableError: There is no such cluster, its workers are of another version, or it was lost.
    """
    if not address:
        yield Crew()
        return
    client = _client(address)
    from distributed import KilledWorker  # noqa: PLC0415 - few have it
    from distributed.comm.core import CommClosedError  # noqa: PLC0415

    try:
        with client:
            reach = _require_workers(address, client)
            yield Crew(cluster=client.get_executor(pure=False), reach=reach)
    except KilledWorker:
        message = "workers of the cluster were ended again and again while they had the same part"
        raise UnusableError(message) from None
    except (CommClosedError, CancelledError) as error:
        message = f"the cluster at {address} was lost: {type(error).__name__}"
        raise UnusableError(message) from None


def _client(address: str) -> Any:
    """The connection to a scheduler."""
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        message = f"--dask needs the package `distributed`: {INSTALL}"
        raise UnusableError(message) from None
    try:
        return Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        message = f"there is no Dask scheduler at {address}: {type(error).__name__}"
        raise UnusableError(message) from None


def _require_workers(address: str, client: Any) -> int:
    """How many tasks the cluster can work on at a time."""
    threads = client.nthreads()
    if not threads:
        message = f"the cluster at {address} has no workers"
        raise UnusableError(message)
    try:
        kinds = client.run(same_kind)
    except ImportError as error:
        message = f"the workers at {address} can't load the engine: {error}"
        raise UnusableError(message) from None
    wanted = same_kind()
    for worker, kind in sorted(kinds.items()):
        if kind != wanted:
            message = f"the worker {worker} has another version of the engine or of Python: {kind}; this is {wanted}"
            raise UnusableError(message)
    return sum(threads.values())
