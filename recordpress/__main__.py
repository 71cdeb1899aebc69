"""The command line as `python -m recordpress`, where the engine lies in a folder and is not installed."""

import sys

from recordpress.cli import main

if __name__ == "__main__":
    sys.exit(main())
