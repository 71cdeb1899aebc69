"""Problems as the command prints them: the formats, a part of the dataset, all stages together."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from recordpress import cli
from tests.end_to_end.running import FINE, PROBLEMS, broken, command, files, run

# Formats


def test_json_is_json_whatever_is_found(library: Path) -> None:
    for arguments in (["build"], ["verify"], ["check"]):
        done = run(*arguments, "--format", "json", "--root", library)
        assert (done.returncode, json.loads(done.stdout), done.stderr) == (FINE, [], "")
    broken(library, text='id: tale-of-genji\ntitle: "物語"\npages: 3\ncolour: "a\\u202eb"\n')
    done = run("check", "--format", "json", "--root", library)
    assert done.returncode == PROBLEMS
    found = json.loads(done.stdout)
    assert [problem["code"] for problem in found] == ["V202"]
    assert found[0] == {
        "code": "V202",
        "path": "records/books/tale-of-genji.yaml",
        "message": "there is no property `colour`",
        "line": 4,
        "column": 1,
        "pointer": "/colour",
        "hint": found[0]["hint"],
        "severity": "error",
    }


def test_github_annotations_are_escaped(library: Path) -> None:
    broken(library, text='id: tale-of-genji\ntitle: T\n"100%, or::so\\n": 1\n')
    done = run("check", "--format", "github", "--root", library)
    assert done.returncode == PROBLEMS
    [line] = done.stdout.splitlines()
    head, text = line.removeprefix("::").split("::", 1)
    assert head == "error file=records/books/tale-of-genji.yaml,line=3,col=1,title=V202"
    assert text.startswith("there is no property `100%25, or::so\\u000a`.")
    file = library / "records" / "books" / "a,b:c%.yaml"
    file.write_text("id: no\n", encoding="utf-8")
    lines = run("check", "--format", "github", "--root", library).stdout.splitlines()
    assert any("file=records/books/a%2Cb%3Ac%25.yaml,line=" in line for line in lines)


def test_warnings_are_printed_and_do_no_harm(library: Path) -> None:
    evidence = "evidence:\n  - {source: encyclopedia, supports: [title]}\n"
    broken(library, text=f"id: tale-of-genji\ntitle: T\npages: 3\n{evidence}")
    text = run("build", "--root", library)
    assert text.returncode == FINE
    assert "records/books/tale-of-genji.yaml:3:8 T102 warning: 3 pages are few for a book" in text.stdout
    assert "0 errors, 1 warning" in text.stdout
    annotated = run("build", "--root", library, "--format", "github")
    assert annotated.stdout.startswith("::warning file=records/books/tale-of-genji.yaml,line=3,col=8,title=T102::")


def test_a_formula_is_shown_where_it_was_written(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nested = "authors:\n  - person: painter\n    chapters: [{title: '=1+1'}]\n"
    evidence = "evidence:\n  - {source: encyclopedia, supports: [title, authors]}\n"
    broken(library, text=f"id: tale-of-genji\ntitle: '=cmd()'\n{nested}{evidence}")
    assert cli.main(["build", "--root", str(library)]) == FINE
    lines = [line for line in capsys.readouterr().out.splitlines() if " W601 " in line]
    assert any(line.startswith("records/books/tale-of-genji.yaml:2:8 W601 warning: books.title of ") for line in lines)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_terminal_can_show_any_problem(library: Path, encoding: str) -> None:
    broken(library, text="id: tale-of-genji\ntitle: T\n題: 1\n")
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        command("check", "--root", library), capture_output=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == PROBLEMS
    assert done.stderr == b""
    assert ("題" if encoding == "utf-8" else "\\u984c").encode() in done.stdout


# Checking a part


def test_a_path_shows_its_problems_alone(library: Path) -> None:
    broken(library)
    (library / "records" / "people" / "painter.yaml").write_text("id: painter\n", encoding="utf-8")
    whole = run("check", "--root", library).stdout
    assert whole.count("\nrecords/") + whole.startswith("records/") == 2
    part = run("check", "--root", library, library / "records" / "people")
    assert part.returncode == PROBLEMS
    assert part.stdout.startswith("records/people/painter.yaml:1:1 V201")
    assert "tale-of-genji" not in part.stdout
    assert run("check", "records/houses", "schemas", cwd=library).returncode == FINE
    assert run("check", ".", cwd=library).stdout == whole


def test_a_path_may_lead_over_a_symbolic_link(library: Path) -> None:
    broken(library)
    link = library.parent / "link"
    link.symlink_to(library, target_is_directory=True)
    done = run("check", "records/books", cwd=link)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert run("check", "--root", library, link / "records" / "houses").returncode == FINE


def test_check_writes_nothing_but_its_cache(library: Path) -> None:
    before = dict(files(library))
    assert run("check", "--root", library).returncode == FINE
    after = {path: content for path, content in files(library) if not path.startswith(".recordpress/")}
    assert after == before


# Problems of all stages


def test_problems_of_all_stages_are_shown_together(library: Path) -> None:
    (library / "records" / "notes.txt").write_text("x", encoding="utf-8")
    broken(library)
    (library / "records" / "houses" / "small-house.yaml").write_text("id: small-house\nname: [\n", encoding="utf-8")
    (library / "records" / "people" / "painter.yaml").write_text(
        "id: painter\nname: A painter\nteacher: nobody-else\n", encoding="utf-8"
    )
    (library / "records" / "books" / "bare.yaml").write_text("id: bare\ntitle: Bare\n", encoding="utf-8")
    (library / "schemas" / "checks" / "bad.sql").write_text("-- code: T1\nSELECT 1\n", encoding="utf-8")
    (library / "schemas" / "views" / "bad.sql").write_text("SELECT 1\n", encoding="utf-8")
    (library / "site" / "queries").mkdir(parents=True, exist_ok=True)
    (library / "site" / "queries" / "bad.sql").write_text("SELECT 1\n", encoding="utf-8")
    descriptor = library / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace('"library"', '"Lib rary"'), encoding="utf-8")
    for name in ("check", "build"):
        found = {problem["code"] for problem in json.loads(run(name, "--root", library, "--format", "json").stdout)}
        assert found >= {"Y106", "Y122", "V211", "L303", "E402", "S216", "C303", "W610"}, name


def test_broken_records_do_not_replace_the_package(library: Path) -> None:
    assert run("--root", library).returncode == FINE
    before = {path: content for path, content in files(library) if path.startswith(("dist/", "data/", "datapackage"))}
    record = broken(library)
    done = run("--root", library)
    assert done.returncode == PROBLEMS
    after = {path: content for path, content in files(library) if path.startswith(("dist/", "data/", "datapackage"))}
    assert after == before
    record.write_text(
        "id: tale-of-genji\ntitle: T\nevidence: [{source: rumour, supports: [title]}]\n", encoding="utf-8"
    )
    assert run("--root", library).returncode == FINE
    assert dict(files(library / "data")) != {
        path[5:]: content for path, content in before.items() if path[:5] == "data/"
    }


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("schemas/checks/bad.sql", b"-- code: T9\xff\n", "S216"),
        ("schemas/checks/bad.sql", b"-- code: T9\n-- severity: error\n-- title: t\n-- message: {a\nSELECT 1 a", "S217"),
        (
            "schemas/checks/bad.sql",
            b"-- code: T9\n-- severity: error\n-- title: t\n-- message: m\nSELECT 'book/none' record",
            "S217",
        ),
        (
            "schemas/checks/bad.sql",
            b"-- code: T9\n-- severity: error\n-- title: t\n-- message: {record.x}\nSELECT 'book/pillow-book' record",
            "S217",
        ),
        (
            "schemas/checks/bad.sql",
            b"-- code: T9\n-- severity: error\n-- title: t\n-- message: m\nSELECT 1; SELECT 2",
            "S217",
        ),
        (
            "schemas/checks/bad.sql",
            b"-- code: T9\n-- severity: error\n-- title: t\n-- message: m\nDELETE FROM books",
            "S217",
        ),
        ("schemas/views/bad.sql", b"-- title: t\xff\n", "S216"),
        ("schemas/views/bad.sql", b"-- title: t\n-- description: d\nSELECT nothing\n", "W604"),
        ("schemas/house.schema.json", b"\xff", "Y102"),
        ("datapackage.json", b"[]", "C101"),
        ("datapackage.json", b"\xff", "Y102"),
    ],
)
def test_what_a_maintainer_can_get_wrong_is_a_problem(library: Path, path: str, content: bytes, code: str) -> None:
    (library / path).write_bytes(content)
    done = run("build" if code == "W604" else "check", "--root", library, "--format", "json")
    assert done.stderr == ""
    assert done.returncode == PROBLEMS
    assert (code, path) in [(problem["code"], problem["path"]) for problem in json.loads(done.stdout)]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_schema_that_cannot_be_read_is_a_problem(library: Path, kind: str) -> None:
    path = library / "schemas" / "odd.schema.json"
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    done = run("check", "--root", library)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert done.stdout.startswith("schemas/odd.schema.json:0:0 Y101 ")


def test_a_label_template_with_a_stray_brace_is_a_problem(library: Path) -> None:
    schema = library / "schemas" / "house.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace('"{name}"', '"{name} }"'), encoding="utf-8")
    done = run("check", "--root", library)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " S211 " in done.stdout
