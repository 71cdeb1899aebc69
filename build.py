"""The command of this dataset: `python build.py --help`. The engine is the package `recordpress`."""

import sys


def run() -> int:
    """Run the command; Ctrl-C while it is still being loaded ends it like any other."""
    try:
        from recordpress.cli import process  # noqa: PLC0415
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    return process()


if __name__ == "__main__":
    sys.exit(run())
