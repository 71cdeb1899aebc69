"""The command of this dataset: `python build.py --help`. The engine is the package `recordpress`."""

import sys

from recordpress.cli import main

if __name__ == "__main__":
    sys.exit(main())
