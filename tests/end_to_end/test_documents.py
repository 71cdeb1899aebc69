"""The documents: their commands are run, their links lead somewhere."""

import re
import shutil
from pathlib import Path

import pytest

from tests.end_to_end.following import BLOCK, PYTHON, follow, run

PROJECT = Path(__file__).resolve().parents[2]
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)?(#[^)\s]+)?\)")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the project, in which a document may be followed."""
    target = tmp_path / "tricord"
    skip = shutil.ignore_patterns(
        ".git", ".venv", "dist", ".recordpress", "tests", "__pycache__", ".*_cache", ".hypothesis"
    )
    shutil.copytree(PROJECT, target, ignore=skip)
    return target


def follow_page(page: str, clone: Path) -> int:
    """Follow a document of the clone; how many commands were run."""
    return follow((clone / "docs" / page).read_text(encoding="utf-8"), clone)


@pytest.mark.parametrize(
    ("page", "least"),
    [
        ("tutorial.md", 8),
        ("how-to/edit-records.md", 12),
        ("how-to/import-a-spreadsheet.md", 6),
        ("../examples/README.md", 5),
    ],
)
def test_a_document_can_be_followed(clone: Path, page: str, least: int) -> None:
    assert follow_page(page, clone) >= least


def test_the_guides_of_who_keeps_records_can_be_followed(clone: Path) -> None:
    assert follow_page("how-to/rename-merge-withdraw.md", clone) >= 3
    assert follow_page("how-to/ask-why.md", clone) >= 2
    assert follow_page("how-to/set-up-your-editor.md", clone) >= 1


def test_the_examples_of_the_readme_run(clone: Path) -> None:
    text = (clone / "README.md").read_text(encoding="utf-8")
    run(f"{PYTHON} build.py build", clone)
    blocks = {kind: body for _, _, kind, body in BLOCK.findall(text)}
    lines = run(f"{PYTHON} - <<'END'\n{blocks['python']}\nEND", clone)
    assert any("Tri-CHOD" in line for line in lines)
    query = f"import sqlite3; print(len(sqlite3.connect('dist/tricord.db').execute('''{blocks['sql']}''').fetchall()))"
    assert int(run(f'{PYTHON} -c "{query}"', clone)[-1]) > 0


def pages() -> list[Path]:
    found = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "examples").rglob("*.md")]
    return sorted(page.relative_to(PROJECT) for page in found)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=str)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target, anchor in LINK.findall((PROJECT / page).read_text(encoding="utf-8")):
        if target.startswith(("http:", "https:", "mailto:")):
            continue
        other = (PROJECT / page).parent / target if target else PROJECT / page
        assert other.exists(), f"{page}: {target}"
        if anchor and other.suffix == ".md":
            assert anchor[1:] in anchors(other), f"{page}: {target}{anchor}"
