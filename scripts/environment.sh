#!/bin/sh
# Makes .venv with the locked dependencies, or says in one sentence why it cannot.
# Usage: sh scripts/environment.sh run|test|fuzz [PYTHON]
#
# Finds a Python that will do: the one named, else python3, else the newest python3.x on the PATH.
# Everything that can be wrong with a Python is asked of each candidate; the best answer is told.

set -u
level=$1
wanted=${2-}
here=$(dirname "$0")

probe='
import sys
if sys.version_info < (3, 11):
    sys.exit(101)
try:
    import ensurepip, venv
except ImportError:
    sys.exit(102)
try:
    import sqlite3
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE t (a INTEGER) STRICT")
    db.execute("CREATE VIRTUAL TABLE f USING fts5(a)")
except Exception:
    sys.exit(103)
'

best=100
if [ -n "$wanted" ]; then
  set -- "$wanted"
else
  set -- python3 python3.14 python3.13 python3.12 python3.11 python
fi
for python in "$@"; do
  command -v "$python" >/dev/null 2>&1 || continue
  "$python" -c "$probe" >/dev/null 2>&1
  answer=$?
  [ "$answer" -eq 0 ] && exec "$python" "$here/environment.py" "$level"
  if [ "$answer" -ge 101 ] && [ "$answer" -le 103 ] && [ "$answer" -gt "$best" ]; then
    best=$answer
    found=$python
  fi
done

case $best in
  100) echo "Python 3.11 or newer is needed, and ${wanted:-python3} could not be run: install Python, or name one with 'make … PYTHON=/path/to/python3'." ;;
  101) echo "Python 3.11 or newer is needed, and $found is older: install a newer one, or name one with 'make … PYTHON=/path/to/python3'." ;;
  102) echo "$found has no venv with pip: install it (on Debian and Ubuntu the package python3-venv)." ;;
  103) echo "The SQLite of $found is too old or lacks full-text search: 3.37 or newer with FTS5 is needed." ;;
esac >&2
exit 1
