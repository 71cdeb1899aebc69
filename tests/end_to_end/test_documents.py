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


<<<<<<< HEAD
def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a console block, each with what it is said to print."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.splitlines()


def run(command: str, folder: Path) -> list[str]:
    own = command.replace(PYTHON, sys.executable)
    done = subprocess.run(own, shell=True, cwd=folder, capture_output=True, text=True, check=False, env=os.environ)  # noqa: S602
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def check_output(promised: list[str], printed: list[str]) -> None:
    """Each line that is promised is printed, in order; `…` stands for any lines, or for the rest of one."""
    place = 0
    for line in promised:
        start, dots, _ = line.partition("…")
        if dots and not start:
            continue
        found = [
            n for n in range(place, len(printed)) if (printed[n].startswith(start) if dots else printed[n] == line)
        ]
        assert found, f"{line!r} is not printed after line {place} of {printed}"
        place = found[0] + 1
    assert promised or not printed, printed


def follow(page: str, clone: Path) -> int:
    """Write the files of a document and run its commands, in their order; how many commands were run."""
    text = (clone / "docs" / page).read_text(encoding="utf-8")
    followed = 0
    for block in BLOCK.finditer(text):
        if block["file"]:
            (clone / block["file"]).write_text(block["text"], encoding="utf-8")
        elif block["kind"] == "console":
            for command, promised in commands(block["text"]):
                check_output(promised, run(command, clone))
                followed += 1
    return followed


@pytest.mark.parametrize(("page", "least"), [("tutorial.md", 8), ("how-to/edit-records.md", 12)])
=======
@pytest.mark.parametrize(
    ("page", "least"), [("docs/tutorial.md", 8), ("docs/how-to/edit-records.md", 4), ("examples/README.md", 5)]
)
>>>>>>> ca95da1 (Functions for Python are documented by examples that the tests run; the tutorial and the examples are tested)
def test_a_document_can_be_followed(clone: Path, page: str, least: int) -> None:
    assert follow((clone / page).read_text(encoding="utf-8"), clone) >= least


def test_the_guides_of_who_keeps_records_can_be_followed(clone: Path) -> None:
    assert follow("how-to/rename-merge-withdraw.md", clone) >= 3
    assert follow("how-to/ask-why.md", clone) >= 2
    assert follow("how-to/set-up-your-editor.md", clone) >= 1


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
