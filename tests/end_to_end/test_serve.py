"""`serve` with records that are broken."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from urllib.request import urlopen

import pytest

from tests.end_to_end.running import FINE, LONGEST, PROBLEMS, broken, run, started


def until(stream: IO[str] | None, words: str) -> Iterator[str]:
    """The lines up to the one that has these words."""
    assert stream
    for line in stream:
        yield line
        if words in line:
            return
    pytest.fail(f"it ended without saying `{words}`")


def test_serve_with_broken_records_serves_the_last_good_build(library: Path) -> None:
    assert run("--root", library).returncode == FINE
    broken(library)
    with started("serve", "--root", library, "--port", "0") as process:
        lines = list(until(process.stdout, " at http://"))
        [base] = re.findall(r" at (http://127\.0\.0\.1:[0-9]+)/ ", lines[-1])
        with urlopen(f"{base}/library/books.json?_shape=array", timeout=LONGEST) as answer:  # noqa: S310 an address of our own
            rows = json.load(answer)
        process.terminate()
        _, err = process.communicate(timeout=LONGEST)
    assert process.returncode == FINE, (lines, err)
    assert {row["id"] for row in rows} == {"pillow-book", "tale-of-genji"}
    assert "V211" in "".join(lines)
    assert err == "The last good build is served.\n"


def test_serve_without_any_good_build_ends_with_1(library: Path) -> None:
    broken(library)
    done = run("serve", "--root", library, "--port", "0")
    assert done.returncode == PROBLEMS
    assert "V211" in done.stdout
    assert done.stderr == ""
