"""How the engine was started: what a hint has to call a command, so that it can be copied."""

import sys
from pathlib import PurePath

MODULE = "__main__.py"


def as_typed(words: str) -> str:
    """A command as whoever runs this one would type it.

    Args:
        words: The command and its arguments.
    """
    return f"{_program()} {words}"


def _program() -> str:
    """`python build.py` where that was run, with its path; else the module or the command that an installation has."""
    started = PurePath(sys.argv[0]) if sys.argv and sys.argv[0] else PurePath()
    if started.name == MODULE and started.parent.name == "recordpress":
        return "python -m recordpress"
    return f"python {started}" if started.name == "build.py" else "recordpress"
