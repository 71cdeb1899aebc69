"""SQLite for the browser: the locked npm package, installed where a site is frozen, and nowhere else.

`web/package-lock.json` names its version and the hash of its content; npm refuses anything else.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from recordpress.unusable import UnusableError
from recordpress.writing.files import remove

WEB = Path(__file__).parent / "web"
LOCKED = ("package.json", "package-lock.json")
PACKAGE = Path("node_modules", "@sqlite.org", "sqlite-wasm", "dist")
FILES = ("index.mjs", "sqlite3.wasm")
CACHE = Path(".recordpress", "sqlite-wasm")
COMMAND = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
MISSING = (
    "freezing needs npm, which fetches SQLite for the page that runs SQL in the browser: "
    "install Node.js with npm (on Debian and Ubuntu the package npm)"
)
LONGEST = 300  # seconds that the installation may take


def sqlite_wasm(root: Path) -> Path:
    """The folder with SQLite for the browser, installed if it is not there yet.

    Args:
        root: The dataset, which keeps it for the next time.

    Returns:
        The folder that holds `FILES`.

    Raises:
        UnusableError: npm is missing, or can't install it.
    """
    lock = hashlib.sha256((WEB / LOCKED[1]).read_bytes()).hexdigest()
    folder = root / CACHE / lock[:16]
    if not folder.is_dir():
        _install(folder)
    return folder / PACKAGE


def _install(folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise UnusableError(MISSING)
    staging = folder.with_name(f".{folder.name}.{os.getpid()}")
    remove(staging)
    staging.mkdir(parents=True)
    try:
        for name in LOCKED:
            shutil.copy(WEB / name, staging)
        _run([npm, *COMMAND], staging)
        if not folder.is_dir():
            staging.rename(folder)
    finally:
        remove(staging)


def _run(command: list[str], folder: Path) -> None:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        raise UnusableError(f"npm did not install SQLite for the browser within {LONGEST} seconds") from None
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()] or [f"status {done.returncode}"]
        raise UnusableError(f"npm can't install SQLite for the browser: {lines[0]}")
    missing = [name for name in FILES if not (folder / PACKAGE / name).is_file()]
    if missing:
        raise UnusableError(f"npm installed SQLite for the browser without {missing[0]}")
