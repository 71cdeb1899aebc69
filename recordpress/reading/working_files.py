"""Files that editors put beside what they edit, and take away again: swap files, locks, backups, unfinished copies."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from recordpress.problems import Problem, Severity

# Vim (.a.yaml.swp, 4913), Emacs (.#a.yaml, #a.yaml#), backups (a.yaml~), JetBrains, GLib, and writers of whole files.
_WORKING = re.compile(
    r"\..*\.sw[a-px]|4913|\.#.*|#.*#|.*~|.*___jb_(?:tmp|old|bak)___|\.goutputstream-.*|\.?.*\.tmp", re.DOTALL
)


def is_working_file(name: str) -> bool:
    """Whether a file's name is one that editors give to what they will take away again."""
    return _WORKING.fullmatch(name) is not None


def milder(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of stray files; of those that an editor works with they are warnings: what is open can be built."""
    for problem in problems:
        is_mild = is_working_file(problem.path.rpartition("/")[2])
        yield replace(problem, severity=Severity.WARNING) if is_mild else problem
