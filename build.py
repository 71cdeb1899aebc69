"""The command of this dataset: `python build.py --help`. The engine is the package `recordpress`."""

import sys

from recordpress.__main__ import run

if __name__ == "__main__":
    sys.exit(run())
