"""`docs`: written, fresh or stale."""

from pathlib import Path

from tests.end_to_end.running import FINE, PROBLEMS, USAGE, run


def test_docs_are_written_and_then_fresh(library: Path) -> None:
    stale = run("docs", "--check", "--root", library)
    assert stale.returncode == PROBLEMS
    assert "docs/reference/codebook.md is stale" in stale.stdout
    assert not (library / "docs").exists()
    written = run("docs", "--root", library)
    assert (written.returncode, len(written.stdout.splitlines())) == (FINE, 4)
    fresh = run("docs", "--check", "--root", library)
    assert (fresh.returncode, fresh.stdout, fresh.stderr) == (FINE, "", "")
    (library / "docs" / "reference" / "tables.md").write_text("edited by hand\n", encoding="utf-8")
    again = run("docs", "--check", "--root", library)
    assert again.returncode == PROBLEMS
    assert again.stdout.startswith("docs/reference/tables.md is stale")


def test_docs_of_broken_schemas_end_with_2(library: Path) -> None:
    (library / "schemas" / "house.schema.json").write_text('{"x-record": {}, "typo": 1}', encoding="utf-8")
    done = run("docs", "--root", library)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert " S202 " in done.stderr
    assert "Traceback" not in done.stderr
