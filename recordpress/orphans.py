"""Workers end with the process that started them, however that ends.

A process that is killed can't tell its workers. They would wait for work for ever and hold what they have inherited,
the lock of a build among it, so that no later build could begin.
"""

import os
import threading
from multiprocessing.process import BaseProcess, parent_process

GONE = 1  # exit status


def end_with_parent() -> None:
    """Let this process end as soon as its parent has; to be called by a worker before its work.

    Nothing is done in a process that `multiprocessing` has not started.
    """
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_wait_for, args=(parent,), daemon=True).start()


def _wait_for(parent: BaseProcess) -> None:
    parent.join()
    os._exit(GONE)  # as the parent: at once, whatever the other threads do
