"""What the forge reads: workflows that may do little and trust nobody, forms for corrections, and hooks."""

import json
import re
import shlex
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from recordpress import cli
from tests.served import ROOT
from tests.unit.test_container_file import tool

FORGE = ROOT / ".github"
WORKFLOWS = {path.stem: yaml.safe_load(path.read_text("utf-8")) for path in sorted((FORGE / "workflows").iterdir())}
FORMS = sorted(path for path in (FORGE / "ISSUE_TEMPLATE").iterdir() if path.stem != "config")
VENDORED = files("check_jsonschema") / "builtin_schemas" / "vendor"
JOBS = {f"{name}/{job}": told for name, flow in WORKFLOWS.items() for job, told in flow["jobs"].items()}
STEPS = [step for job in JOBS.values() for step in job["steps"]]
ON = True  # YAML 1.1 reads the key `on` as this


def steps_of(job: str) -> list[dict[str, Any]]:
    return list(JOBS[job]["steps"])


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        *((f".github/workflows/{name}.yml", "github-workflows") for name in WORKFLOWS),
        *((f".github/ISSUE_TEMPLATE/{form.name}", "github-issue-forms") for form in FORMS),
        (".github/ISSUE_TEMPLATE/config.yml", "github-issue-config"),
        (".github/dependabot.yml", "dependabot"),
    ],
)
def test_files_are_what_their_schemas_want(path: str, schema: str) -> None:
    document = yaml.load((ROOT / path).read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 it makes texts only
    typed = yaml.safe_load((ROOT / path).read_text("utf-8"))
    if ON in typed:
        typed = {"on" if key is ON else key: value for key, value in typed.items()}
    assert list(typed) == list(document)
    validator = jsonschema_rs.validator_for(json.loads((VENDORED / f"{schema}.json").read_text("utf-8")))
    assert [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(typed)] == []


def test_zizmor_finds_nothing() -> None:
    command = [tool("zizmor"), "--offline", "--no-progress", "--quiet", str(FORGE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_action_is_named_by_the_hash_of_a_commit_and_its_version() -> None:
    text = "".join(path.read_text("utf-8") for path in (FORGE / "workflows").iterdir())
    lines = re.findall(r"uses: (.+)", text)
    assert len(lines) > 5
    assert [line for line in lines if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []
    by_name = {line.partition("@")[0]: line for line in lines}
    assert set(lines) == set(by_name.values()), "an action has two versions"


def test_workflows_may_do_nothing_and_jobs_only_what_they_need() -> None:
    assert {name: flow["permissions"] for name, flow in WORKFLOWS.items()} == {name: {} for name in WORKFLOWS}
    assert all("concurrency" in flow for flow in WORKFLOWS.values())
    writing = {
        name: sorted(right for right, degree in job["permissions"].items() if degree == "write")
        for name, job in JOBS.items()
    }
    assert {name: rights for name, rights in writing.items() if rights} == {
        "comment/comment": ["pull-requests"],
        "release/attach": ["contents"],
        "release/pages": ["id-token", "pages"],
        "release/container": ["packages"],
    }
    assert all(job["timeout-minutes"] <= 45 for job in JOBS.values())


def test_what_may_write_runs_no_code_of_a_change() -> None:
    assert not any("pull_request_target" in flow[ON] for flow in WORKFLOWS.values())
    for name, job in JOBS.items():
        used = {step.get("uses", "").partition("@")[0] for step in job["steps"]}
        if "write" in job["permissions"].values():
            assert "actions/checkout" not in used, name
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    assert [step["run"] for step in STEPS if "${{" in step.get("run", "")] == [], "texts of others become code"


def test_no_host_is_named() -> None:
    told = [path for path in FORGE.rglob("*") if path.is_file()] + [
        *ROOT.glob(".pre-commit-*.yaml"),
        ROOT / "Dockerfile",
    ]
    hosts = re.compile(r"\b(ghcr|docker|quay|pypi|npmjs)\.(io|com|org)\b")
    assert [path.name for path in told if hosts.search(path.read_text("utf-8"))] == []


def test_a_comment_calls_nobody_and_is_not_too_long(tmp_path: Path) -> None:
    (tmp_path / "comment").mkdir()
    (tmp_path / "comment/diff.md").write_text("by @somebody `@code` @\u2060once \U0001f600" * 4000, encoding="utf-8")
    script = "\n".join(steps_of("comment/comment")[1]["run"].splitlines()[-3:-1])
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, check=True)  # noqa: S607
    body = (tmp_path / "body.md").read_text(encoding="utf-8")
    assert body.startswith(
        "by @\u2060somebody `@\u2060code` @\u2060once \U0001f600by"
    )  # code shows entities as they are
    assert set(re.findall("@(.)", body)) == {"\u2060"}
    assert 40_000 < len(body) < 65_536


@pytest.mark.parametrize(("number", "status"), [("12", 0), ("12; rm x", 1), ("", 1), ("../1", 1)])
def test_a_comment_goes_to_a_number_only(tmp_path: Path, number: str, status: int) -> None:
    (tmp_path / "comment").mkdir()
    (tmp_path / "comment/number").write_text(number, encoding="utf-8")
    script = "\n".join(steps_of("comment/comment")[1]["run"].splitlines()[:2])
    done = subprocess.run(["bash", "-eu", "-c", script], cwd=tmp_path, check=False, capture_output=True)  # noqa: S607
    assert done.returncode == status


def test_the_notes_of_a_release_are_its_part_of_the_changelog(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changes\n\n## [Unreleased]\n\n- soon\n\n## [1.2.3] - 2026-01-01\n\n- it\n\n## [1.2.2]\n\n- old\n",
        encoding="utf-8",
    )
    lines = [line for step in steps_of("release/build") for line in step.get("run", "").splitlines()]
    (line,) = (line for line in lines if "awk" in line)
    subprocess.run(["bash", "-eu", "-c", f"version=1.2.3\n{line}"], cwd=tmp_path, check=True)  # noqa: S607
    assert (tmp_path / "notes.md").read_text("utf-8").strip() == "- it"


def test_the_commands_of_workflows_and_hooks_are_those_of_the_engine(capsys: pytest.CaptureFixture[str]) -> None:
    told = "".join(step.get("run", "") + "\n" for step in STEPS)
    used = re.findall(r"build\.py (\w+)((?: --[\w-]+)*)", told)
    assert {name for name, _ in used} == {"check", "fmt", "diff", "freeze", "deploy"}
    for name, options in used:
        with pytest.raises(SystemExit):
            cli.parser([name]).parse_args([name, "--help"])
        assert set(options.split()) <= set(re.findall(r"--[\w-]+", capsys.readouterr().out)), name
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"\bmake ([\w-]+)", told)) <= targets


def test_hooks_for_other_datasets_find_what_is_wrong(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert hooks.keys() == {"recordpress-check", "recordpress-fmt"}
    monkeypatch.chdir(library)
    book = "records/books/tale-of-genji.yaml"
    assert cli.main(["fmt"]) == 0

    def run(name: str, *paths: str) -> int:
        program, *words = shlex.split(hooks[name]["entry"])
        assert program == "recordpress"
        return cli.main([*words, *paths])

    assert (run("recordpress-check"), run("recordpress-fmt", book)) == (0, 0)
    text = (library / book).read_text("utf-8")
    (library / book).write_text(text.replace("title: The", "title:    The"), encoding="utf-8")
    assert (run("recordpress-check"), run("recordpress-fmt", book)) == (0, 1)
    (library / book).write_text(text.replace("title: The", "titel: The"), encoding="utf-8")
    assert run("recordpress-check") == 1
    assert all(re.search(hook["files"], book) for hook in hooks.values())


def test_the_hooks_of_this_project_run_what_is_there() -> None:
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert local["repo"] == "local"
    for hook in local["hooks"]:
        program, *words = shlex.split(hook["entry"])
        assert shutil.which(program) or program == ".venv/bin/python"
        assert all((ROOT / word).exists() for word in words if word.endswith(".py"))


def test_corrections_ask_which_record_what_is_wrong_where_it_can_be_read_and_how_sure_one_is() -> None:
    form = yaml.safe_load((FORGE / "ISSUE_TEMPLATE/correction.yml").read_text("utf-8"))
    needed = {part.get("id") for part in form["body"] if part.get("validations", {}).get("required")}
    assert needed == {"record", "wrong", "source", "certainty"}
    for path in FORMS:
        ids = [part["id"] for part in yaml.safe_load(path.read_text("utf-8"))["body"] if "id" in part]
        assert len(ids) == len(set(ids)) > 2
    example = next(part for part in form["body"] if part.get("id") == "record")["attributes"]["placeholder"]
    kind, _, name = example.partition("/")
    assert (ROOT / "records" / f"{kind}s" / f"{name}.yaml").is_file()
