"""References by names and by keys of several properties follow where records are merged or withdrawn."""

import shutil
from pathlib import Path

import pytest

from recordpress import cli
from recordpress.moving.merging import merge
from recordpress.moving.withdrawing import withdraw
from recordpress.unusable import UnusableError
from tests.planned import opened, values
from tests.repositories import commit

CHOIR = Path(__file__).parents[1] / "datasets" / "choir"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "choir"
    shutil.copytree(CHOIR, root, ignore=shutil.ignore_patterns(".recordpress", "dist", "data"))
    return root


def without_fee_of_ada(root: Path) -> None:
    spring = root / "records" / "concerts" / "spring.yaml"
    spring.write_text(spring.read_text(encoding="utf-8").replace("  Ada Ling: {amount: 4}\n", ""), encoding="utf-8")


def test_what_named_the_record_that_goes_names_the_one_that_stays(root: Path) -> None:
    without_fee_of_ada(root)
    plan = merge(opened(root), "singer/ben", "singer/ada", "into")
    found = values(plan)
    spring, ada = found["records/concerts/spring.yaml"], found["records/singers/ada.yaml"]
    assert found["records/concerts/autumn.yaml"]["choir"] == ["Ada Ling"]
    assert list(spring["fees"]) == ["Ada Ling"]
    assert [item["singer"] for item in spring["solos"]] == ["Ada Ling", "cy", "Ada Ling"]
    assert spring["evidence"][0]["supports"] == [
        "conductor",
        "solos/Ada Ling+tenor",
        "solos/cy+alto",
        "solos/Ada Ling+bass",
    ]
    assert spring["evidence"][0]["disputes"][0]["claimed"] == "Ada Ling"
    assert found["records/scores/blue-1.yaml"]["pieces"][1]["verses"][1]["poet"] == "Ada Ling"
    assert "teacher" not in ada  # Ben's teacher was Ada
    assert plan.notes == ("singer/ben referred to singer/ada; that is left out",)


def test_names_that_the_record_that_stays_loses_are_followed_too(root: Path) -> None:
    cy = root / "records" / "singers" / "cy.yaml"
    cy.write_text("id: cy\nname: Cy Rhyme\nteacher: Ada Ling\n", encoding="utf-8")
    without_fee_of_ada(root)
    found = values(merge(opened(root), "singer/ben", "singer/ada", "from"))
    assert found["records/singers/cy.yaml"]["teacher"] == "Ben Ode"
    assert "records/concerts/autumn.yaml" not in found  # `Ben Ode` is a name still


def test_a_key_of_several_properties_is_followed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = values(merge(opened(root), "score/blue-1", "score/blue-2", "from"))
    assert found["records/concerts/spring.yaml"]["score"] == {"series": "Blue", "number": 1}
    assert cli.main(["merge", "blue-1", "blue-2", "--prefer", "from", "--root", str(root)]) == 0, capsys.readouterr()
    assert cli.main(["check", "--root", str(root)]) == 0, capsys.readouterr()


def test_a_withdrawn_record_is_not_named_any_more(root: Path) -> None:
    without_fee_of_ada(root)
    why = ("2024-01-01", "She.")
    found = values(withdraw(opened(root), "singer/ben", why, "singer/ada", to_replacement=True))
    assert found["records/concerts/autumn.yaml"]["choir"] == ["Ada Ling"]
    assert found["records/singers/cy.yaml"]["teacher"] == "ada"


def test_a_key_of_a_map_that_is_there_already_is_told(root: Path) -> None:
    (problem,) = merge(opened(root), "singer/ben", "singer/ada", "into").problems
    assert (problem.code, problem.line) == ("L331", 9)
    assert problem.message == "`Ben Ode` would become `Ada Ling`, which is there already"


def test_a_record_is_named_by_its_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = opened(root)
    assert dataset.named("records/singers/cy.yaml") == "singer/cy"
    assert dataset.named(str(root / "records" / "concerts" / "spring.yaml")) == "concert/spring"
    monkeypatch.chdir(root / "records" / "scores")
    assert dataset.named("blue-1.yaml") == "score/blue-1"
    with pytest.raises(UnusableError, match=r"holds several records: write venue/barn or venue/town-hall"):
        dataset.named("../venues.yaml")
    with pytest.raises(UnusableError, match=r"there is no record `records/singers/di\.yaml`"):
        dataset.named("records/singers/di.yaml")


def test_permissions_stay_with_a_file_that_moves_or_is_edited(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own, other = root / "records" / "singers" / "cy.yaml", root / "records" / "concerts" / "spring.yaml"
    own.chmod(0o600)
    other.chmod(0o640)
    assert cli.main(["mv", "records/singers/cy.yaml", "cyril", "--root", str(root)]) == 0, capsys.readouterr()
    assert own.with_name("cyril.yaml").stat().st_mode & 0o777 == 0o600
    assert other.stat().st_mode & 0o777 == 0o640


def test_what_follows_a_record_to_its_new_id_is_no_change(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("score", "singer"):  # a score has aliases now, too
        schema = root / "schemas" / f"{name}.schema.json"
        aliases = '"aliases": {"$ref": "common.schema.json#/$defs/aliases"},'
        text = schema.read_text(encoding="utf-8")
        schema.write_text(
            text if aliases in text else text.replace('"series": {', f'{aliases} "series": {{', 1), "utf-8"
        )
    commit(root, "Begin")
    for old, new in (("blue-1", "blue-one"), ("cy", "cyril"), ("ben", "benny")):
        assert cli.main(["mv", "--root", str(root), old, new]) == 0, capsys.readouterr()
    capsys.readouterr()
    assert cli.main(["diff", "--root", str(root), "HEAD"]) == 0
    said = capsys.readouterr().out
    assert "Records: 3 renamed.\n" in said
    assert "changed:" not in said
    assert "supports" not in said
