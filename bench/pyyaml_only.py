"""The engine with PyYAML as its only parser: the accelerator can't be imported, as where it was never installed.

Run as `python -m bench.pyyaml_only build --root FOLDER`: all arguments are the engine's. Workers inherit the block;
where they are started anew rather than forked, they come by here, too.
"""

import sys

sys.modules["oryaml"] = None  # type: ignore[assignment] # the import system's own way to say that there is none


def main() -> int:
    """Run a command of the engine."""
    from recordpress.cli import main as command  # noqa: PLC0415 (after the block)

    return command(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
