"""The command as people and programs run it: what it prints, where, and how it ends."""

import contextlib
import json
import os
import pty
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from recordpress import cli
from recordpress.progress import PATIENCE
from recordpress.writing.locking import locked
from tests.end_to_end.running import ROOT, broken, command, copy_of_library, files, many_records, run

COMMANDS = ["build", "check", "serve", "verify", "docs"]
FINE, PROBLEMS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_library(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset with a published package, which tests leave as it is."""
    root = copy_of_library(tmp_path_factory.mktemp("built"))
    assert run("--root", root).returncode == FINE
    return root


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset that takes some seconds to build."""
    root = copy_of_library(tmp_path_factory.mktemp("large"))
    many_records(root, 3000)
    return root


@contextlib.contextmanager
def started(*arguments: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
    """The command under way; ended when the test is over."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, **options}
    with subprocess.Popen(command(*arguments), **pipes) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


# Exit statuses


def test_build_is_what_is_done_without_a_command(root: Path) -> None:
    done = run("--root", root)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout == f"library 1.0.0: 10 records, 91 rows in 22 tables, in {root / 'dist'}\n"
    assert (root / "dist" / "current" / "library.db").is_file()
    assert (root / "data" / "books.csv").is_file()


def test_the_dataset_is_found_from_a_folder_within(root: Path) -> None:
    done = run("check", "../books/tale-of-genji.yaml", cwd=root / "records" / "people")
    assert (done.returncode, done.stdout, done.stderr) == (FINE, "", "")


def test_problems_end_with_1_and_all_are_printed(root: Path) -> None:
    broken(root)
    done = run("check", "--root", root)
    assert done.returncode == PROBLEMS
    assert done.stderr == ""
    lines = done.stdout.splitlines()
    assert lines[0] == "records/books/tale-of-genji.yaml:2:8 V211 `title` must be a text, not the number 12"
    assert lines[1] == '    write "12" in quotes to keep it as text'
    assert lines[-3:] == ["", "     1  V211  Number for text", "1 error, 0 warnings"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bake"], "invalid choice: 'bake'"),
        (["check", "--form", "json"], "unrecognized arguments: --form"),
        (["check", "--format", "xml"], "invalid choice: 'xml'"),
        (["serve", "--port", "many"], "invalid int value: 'many'"),
        (["check", "records/nowhere.yaml"], "records/nowhere.yaml is no file or folder of the dataset"),
        (["check", ".."], ".. is no file or folder of the dataset"),
        (["check", "records/../../elsewhere"], "records/../../elsewhere is no file or folder of the dataset"),
        (["--root", "records"], "there is no datapackage.json in records"),
        (["--root", "nowhere", "verify"], "there is no datapackage.json in nowhere"),
    ],
)
def test_wrong_usage_ends_with_2(root: Path, arguments: list[str], words: str) -> None:
    (root.parent / "elsewhere").mkdir()
    done = run(*arguments, cwd=root)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_without_dataset_ends_with_2(tmp_path: Path) -> None:
    done = run("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith("error: there is no datapackage.json in this folder or above it")


@pytest.mark.parametrize("arguments", [[], ["build"], ["check"]])
def test_a_bug_ends_with_3_and_no_traceback(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by nought")

    monkeypatch.delenv("RECORDPRESS_TRACEBACK", raising=False)
    monkeypatch.setattr("recordpress.pipeline.tables", fail)
    assert cli.main([*arguments, "--root", str(root)]) == BUG
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    assert first.startswith("bug in the engine: ZeroDivisionError: by nought (test_command_line.py:")
    assert "Nothing was published" in second
    assert not (root / "dist" / "current").exists()


def test_a_bug_is_shown_in_full_on_demand(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECORDPRESS_TRACEBACK", "1")
    monkeypatch.setattr("recordpress.pipeline.tables", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        cli.main(["check", "--root", str(root)])


def test_an_old_sqlite_ends_with_2_and_one_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 36, 0))
    assert cli.main(["check", "--root", str(root)]) == USAGE
    assert capsys.readouterr().err.startswith("error: SQLite 3.37 or newer is needed")


@pytest.mark.parametrize("after", [0.6, 1.2, 2.0])
def test_an_interrupted_build_ends_with_130_and_publishes_nothing(large: Path, after: float) -> None:
    # To the whole group, as a terminal does it: the processes that help get the signal, too.
    with started("build", "--root", large, start_new_session=True) as process:
        time.sleep(after)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (INTERRUPTED, "", "interrupted\n")
    assert not (large / "dist" / "current").exists()


# Help


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_help_says_what_there_is(name: str, tmp_path: Path) -> None:
    done = run(*([name] if name else []), "--help", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.startswith("usage: build.py")
    assert "130  interrupted" in done.stdout
    assert "--root DIR" in done.stdout
    if not name:
        assert all(f"    {command_name}  " in done.stdout for command_name in COMMANDS)


def test_version(tmp_path: Path) -> None:
    done = run("--version", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (FINE, "recordpress 0.1.0\n")


# Formats


def test_json_is_json_whatever_is_found(root: Path) -> None:
    for arguments in (["build"], ["verify"], ["check"]):
        done = run(*arguments, "--format", "json", "--root", root)
        assert (done.returncode, json.loads(done.stdout), done.stderr) == (FINE, [], "")
    broken(root, text='id: tale-of-genji\ntitle: "物語"\npages: 3\ncolour: "a\\u202eb"\n')
    done = run("check", "--format", "json", "--root", root)
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


def test_github_annotations_are_escaped(root: Path) -> None:
    broken(root, text='id: tale-of-genji\ntitle: T\n"100%, or::so\\n": 1\n')
    done = run("check", "--format", "github", "--root", root)
    assert done.returncode == PROBLEMS
    [line] = done.stdout.splitlines()
    head, text = line.removeprefix("::").split("::", 1)
    assert head == "error file=records/books/tale-of-genji.yaml,line=3,col=1,title=V202"
    assert text.startswith("there is no property `100%25, or::so\\u000a`.")
    file = root / "records" / "books" / "a,b:c%.yaml"
    file.write_text("id: no\n", encoding="utf-8")
    lines = run("check", "--format", "github", "--root", root).stdout.splitlines()
    assert any("file=records/books/a%2Cb%3Ac%25.yaml,line=" in line for line in lines)


def test_warnings_are_printed_and_do_no_harm(root: Path) -> None:
    evidence = "evidence:\n  - {source: encyclopedia, supports: [title]}\n"
    broken(root, text=f"id: tale-of-genji\ntitle: T\npages: 3\n{evidence}")
    text = run("build", "--root", root)
    assert text.returncode == FINE
    assert "records/books/tale-of-genji.yaml:3:8 T102 warning: 3 pages are few for a book" in text.stdout
    assert "0 errors, 1 warning" in text.stdout
    annotated = run("build", "--root", root, "--format", "github")
    assert annotated.stdout.startswith("::warning file=records/books/tale-of-genji.yaml,line=3,col=8,title=T102::")


def test_a_formula_is_shown_where_it_was_written(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nested = "authors:\n  - person: painter\n    chapters: [{title: '=1+1'}]\n"
    evidence = "evidence:\n  - {source: encyclopedia, supports: [title, authors]}\n"
    broken(root, text=f"id: tale-of-genji\ntitle: '=cmd()'\n{nested}{evidence}")
    assert cli.main(["build", "--root", str(root)]) == FINE
    lines = [line for line in capsys.readouterr().out.splitlines() if " W601 " in line]
    assert any(line.startswith("records/books/tale-of-genji.yaml:2:8 W601 warning: books.title of ") for line in lines)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_terminal_can_show_any_problem(root: Path, encoding: str) -> None:
    broken(root, text="id: tale-of-genji\ntitle: T\n題: 1\n")
    environment = {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        command("check", "--root", root), capture_output=True, check=False, env={**os.environ, **environment}
    )
    assert done.returncode == PROBLEMS
    assert done.stderr == b""
    assert ("題" if encoding == "utf-8" else "\\u984c").encode() in done.stdout


# Checking a part


def test_a_path_shows_its_problems_alone(root: Path) -> None:
    broken(root)
    (root / "records" / "people" / "painter.yaml").write_text("id: painter\n", encoding="utf-8")
    whole = run("check", "--root", root).stdout
    assert whole.count("\nrecords/") + whole.startswith("records/") == 2
    part = run("check", "--root", root, root / "records" / "people")
    assert part.returncode == PROBLEMS
    assert part.stdout.startswith("records/people/painter.yaml:1:1 V201")
    assert "tale-of-genji" not in part.stdout
    assert run("check", "records/houses", "schemas", cwd=root).returncode == FINE
    assert run("check", ".", cwd=root).stdout == whole


def test_a_path_may_lead_over_a_symbolic_link(root: Path) -> None:
    broken(root)
    link = root.parent / "link"
    link.symlink_to(root, target_is_directory=True)
    done = run("check", "records/books", cwd=link)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert run("check", "--root", root, link / "records" / "houses").returncode == FINE


def test_check_writes_nothing_but_its_cache(root: Path) -> None:
    before = dict(files(root))
    assert run("check", "--root", root).returncode == FINE
    after = {path: content for path, content in files(root) if not path.startswith(".recordpress/")}
    assert after == before


# Problems of all stages


def test_problems_of_all_stages_are_shown_together(root: Path) -> None:
    (root / "records" / "notes.txt").write_text("x", encoding="utf-8")
    broken(root)
    (root / "records" / "houses" / "small-house.yaml").write_text("id: small-house\nname: [\n", encoding="utf-8")
    (root / "records" / "people" / "painter.yaml").write_text(
        "id: painter\nname: A painter\nteacher: nobody-else\n", encoding="utf-8"
    )
    (root / "records" / "books" / "bare.yaml").write_text("id: bare\ntitle: Bare\n", encoding="utf-8")
    (root / "schemas" / "checks" / "bad.sql").write_text("-- code: T1\nSELECT 1\n", encoding="utf-8")
    (root / "schemas" / "views" / "bad.sql").write_text("SELECT 1\n", encoding="utf-8")
    (root / "site" / "queries").mkdir(parents=True, exist_ok=True)
    (root / "site" / "queries" / "bad.sql").write_text("SELECT 1\n", encoding="utf-8")
    descriptor = root / "datapackage.json"
    descriptor.write_text(descriptor.read_text(encoding="utf-8").replace('"library"', '"Lib rary"'), encoding="utf-8")
    for name in ("check", "build"):
        found = {problem["code"] for problem in json.loads(run(name, "--root", root, "--format", "json").stdout)}
        assert found >= {"Y106", "Y122", "V211", "L303", "E402", "S216", "C303", "W610"}, name


def test_broken_records_do_not_replace_the_package(root: Path) -> None:
    assert run("--root", root).returncode == FINE
    before = {path: content for path, content in files(root) if path.startswith(("dist/", "data/", "datapackage"))}
    record = broken(root)
    done = run("--root", root)
    assert done.returncode == PROBLEMS
    after = {path: content for path, content in files(root) if path.startswith(("dist/", "data/", "datapackage"))}
    assert after == before
    record.write_text(
        "id: tale-of-genji\ntitle: T\nevidence: [{source: rumour, supports: [title]}]\n", encoding="utf-8"
    )
    assert run("--root", root).returncode == FINE
    assert dict(files(root / "data")) != {path[5:]: content for path, content in before.items() if path[:5] == "data/"}


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
def test_what_a_maintainer_can_get_wrong_is_a_problem(root: Path, path: str, content: bytes, code: str) -> None:
    (root / path).write_bytes(content)
    done = run("build" if code == "W604" else "check", "--root", root, "--format", "json")
    assert done.stderr == ""
    assert done.returncode == PROBLEMS
    assert (code, path) in [(problem["code"], problem["path"]) for problem in json.loads(done.stdout)]


@pytest.mark.parametrize("kind", ["folder", "link"])
def test_a_schema_that_cannot_be_read_is_a_problem(root: Path, kind: str) -> None:
    path = root / "schemas" / "odd.schema.json"
    path.mkdir() if kind == "folder" else path.symlink_to("nowhere")
    done = run("check", "--root", root)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert done.stdout.startswith("schemas/odd.schema.json:0:0 Y101 ")


def test_a_label_template_with_a_stray_brace_is_a_problem(root: Path) -> None:
    schema = root / "schemas" / "house.schema.json"
    schema.write_text(schema.read_text(encoding="utf-8").replace('"{name}"', '"{name} }"'), encoding="utf-8")
    done = run("check", "--root", root)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " S211 " in done.stdout


# Pipes and terminals


@pytest.mark.parametrize(
    "arguments", [["check"], ["build"], ["--help"], ["docs", "--check"], ["check", "--format", "json"]]
)
def test_a_closed_pipe_is_no_error(root: Path, arguments: list[str]) -> None:
    broken(root, text="id: tale-of-genji\ntitle: T\n" + "".join(f"wrong_{number}: 1\n" for number in range(3000)))
    reader, writer = os.pipe()
    os.close(reader)
    with started(*arguments, "--root", root, stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate(timeout=60)
    assert err == ""
    assert process.returncode == (FINE if arguments == ["--help"] else PROBLEMS)


def test_head_gets_its_line(root: Path) -> None:
    broken(root, text="id: tale-of-genji\ntitle: T\n" + "".join(f"wrong_{number}: 1\n" for number in range(3000)))
    script = f'"{sys.executable}" "{ROOT / "build.py"}" check --root "{root}" | head -n 1'
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    [line] = done.stdout.splitlines()
    assert line.startswith("records/books/tale-of-genji.yaml:1:1 ")


def test_nothing_but_the_result_goes_into_a_pipe(large: Path) -> None:
    done = run("check", "--root", large)
    assert done.returncode == FINE
    assert done.stderr == ""
    assert all("T102" in line for line in done.stdout.splitlines()[:-3])


def on_terminal(*arguments: str | Path) -> tuple[int, str]:
    """Run the command with a terminal for its output: the exit status and all that was shown."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(command(*arguments), stdin=terminal, stdout=terminal, stderr=terminal)
    os.close(terminal)
    shown = b""
    with contextlib.suppress(OSError):  # the system's way to say that nobody is left at the other end
        while select.select([controller], [], [], 60)[0] and (part := os.read(controller, 65536)):
            shown += part
    os.close(controller)
    return process.wait(timeout=60), shown.decode()


def test_long_work_shows_its_progress_on_a_terminal(large: Path, tmp_path: Path) -> None:
    root = tmp_path / "large"
    shutil.copytree(large, root, ignore=shutil.ignore_patterns(".recordpress", "dist"))
    status, shown = on_terminal("build", "--root", root)
    assert status == FINE
    steps = [part.partition(" …")[0] for part in shown.split("\r\x1b[2K")]
    assert {"verifying", "publishing"} <= set(steps)  # what came before may be over within the first second
    assert "\r\x1b[2Krecords/" in shown  # the line is removed before the problems are printed
    assert "3,010 records" in shown.splitlines()[-1]


def test_short_work_shows_none(root: Path) -> None:
    run("check", "--root", root)
    begun = time.monotonic()
    status, shown = on_terminal("check", "--root", root)
    assert status == FINE
    assert shown == "" or time.monotonic() - begun > PATIENCE, "progress is shown of what is over at once"


# Several at once, and what may not be written


def test_two_builds_at_once_both_succeed(root: Path) -> None:
    with started("--root", root) as one, started("--root", root) as other:
        said = [process.communicate(timeout=60) for process in (one, other)]
    assert [one.returncode, other.returncode] == [FINE, FINE], said
    assert [err for _, err in said] == ["", ""]
    assert run("verify", "--root", root).returncode == FINE
    assert len(list((root / "dist" / "versions").iterdir())) == 1


def test_a_build_that_waits_for_another_says_so(root: Path) -> None:
    (root / ".recordpress").mkdir(exist_ok=True)
    controller, terminal = pty.openpty()
    with locked(root / ".recordpress" / "lock", 0), started("--root", root, stderr=terminal) as process:
        os.close(terminal)
        shown = b""
        end = time.monotonic() + 20
        while b"waiting for another build" not in shown and time.monotonic() < end:
            if select.select([controller], [], [], 1)[0]:
                shown += os.read(controller, 4096)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    os.close(controller)
    assert b"waiting for another build" in shown
    assert process.returncode == INTERRUPTED


@pytest.mark.parametrize("obstacle", [".recordpress", "dist"])
def test_a_file_where_a_folder_is_wanted_ends_in_one_sentence(root: Path, obstacle: str) -> None:
    (root / obstacle).write_text("in the way", encoding="utf-8")
    done = run("--root", root)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " W6" in done.stdout.splitlines()[0]
    assert (root / obstacle).read_text(encoding="utf-8") == "in the way"
    assert run("check", "--root", root).returncode == FINE


def test_a_dataset_that_may_not_be_written_ends_in_one_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # The system's refusal is played: the administrator, who may run the tests, may write everywhere.
    def refuse(path: str, flags: int, *_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr("recordpress.writing.locking.os.open", refuse)
    assert cli.main(["build", "--root", str(root)]) == PROBLEMS
    said = capsys.readouterr()
    assert said.err == ""
    first = said.out.splitlines()[0]
    assert first.endswith("W630 the file system refuses (Permission denied); the build has not begun")
    assert not (root / "dist").exists()


# serve, verify, docs


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_serve_with_broken_records_serves_the_last_good_build(root: Path) -> None:
    assert run("--root", root).returncode == FINE
    broken(root)
    port = free_port()
    address = f"http://127.0.0.1:{port}/library/books.json?_shape=array"
    with started("serve", "--root", root, "--port", str(port)) as process:
        answers: list[Any] = []

        def answered() -> bool:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5) as answer:
                answers.append(json.load(answer))
            return bool(answers) or process.poll() is not None

        assert wait_for(answered)
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert process.returncode == FINE, (out, err)
    assert {row["id"] for row in answers[0]} == {"pillow-book", "tale-of-genji"}
    assert "V211" in out
    assert f"http://127.0.0.1:{port}/" in out
    assert err == "The last good build is served.\n"


def test_serve_without_any_good_build_ends_with_1(root: Path) -> None:
    broken(root)
    done = run("serve", "--root", root, "--port", str(free_port()))
    assert done.returncode == PROBLEMS
    assert "V211" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("form", ["folder", "descriptor", "zip", "beside the records", "default"])
def test_verify_takes_a_package_in_any_form(built: Path, form: str) -> None:
    paths = {
        "folder": [built / "dist" / "current"],
        "descriptor": [built / "dist" / "current" / "datapackage.json"],
        "zip": [built / "dist" / "library-1.0.0.zip"],
        "beside the records": [built],
        "default": [],
    }
    done = run("verify", "--root", built, *paths[form])
    assert (done.returncode, done.stderr) == (FINE, "")
    assert done.stdout.endswith(" is whole\n")


@pytest.mark.parametrize(
    ("name", "change", "code"),
    [
        ("data/books.csv", lambda content: content.replace(b"364", b"365"), "P705"),
        ("data/books.csv", lambda content: content.replace(b"364", b"many"), "P711"),
        ("library.db", lambda content: content[:-100], "P706"),
        ("parquet/books.parquet", lambda _: b"", "P740"),
        ("datapackage.json", lambda content: content[:-20], "P702"),
    ],
)
def test_verify_finds_what_was_damaged(
    built: Path, tmp_path: Path, name: str, change: Callable[[bytes], bytes], code: str
) -> None:
    package = tmp_path / "package"
    shutil.copytree((built / "dist" / "current").resolve(), package)
    (package / name).write_bytes(change((package / name).read_bytes()))
    done = run("verify", "--root", built, package, "--format", "json")
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert code in {problem["code"] for problem in json.loads(done.stdout)}


def test_verify_of_nothing_is_a_problem(root: Path, tmp_path: Path) -> None:
    done = run("verify", "--root", root)
    assert (done.returncode, done.stderr) == (PROBLEMS, "")
    assert " P701 " in done.stdout
    (tmp_path / "broken.zip").write_bytes(b"PK no")
    assert " P701 " in run("verify", "--root", root, tmp_path / "broken.zip").stdout


def test_docs_are_written_and_then_fresh(root: Path) -> None:
    stale = run("docs", "--check", "--root", root)
    assert stale.returncode == PROBLEMS
    assert "docs/reference/codebook.md is stale" in stale.stdout
    assert not (root / "docs").exists()
    written = run("docs", "--root", root)
    assert (written.returncode, len(written.stdout.splitlines())) == (FINE, 4)
    fresh = run("docs", "--check", "--root", root)
    assert (fresh.returncode, fresh.stdout, fresh.stderr) == (FINE, "", "")
    (root / "docs" / "reference" / "tables.md").write_text("edited by hand\n", encoding="utf-8")
    again = run("docs", "--check", "--root", root)
    assert again.returncode == PROBLEMS
    assert again.stdout.startswith("docs/reference/tables.md is stale")


def test_docs_of_broken_schemas_end_with_2(root: Path) -> None:
    (root / "schemas" / "house.schema.json").write_text('{"x-record": {}, "typo": 1}', encoding="utf-8")
    done = run("docs", "--root", root)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert " S202 " in done.stderr
    assert "Traceback" not in done.stderr
