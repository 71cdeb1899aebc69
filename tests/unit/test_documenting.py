"""The documents that are generated from schemas and code."""

import re
from pathlib import Path

import pytest

from recordpress.catalogue import CATALOGUE
from recordpress.checking import load_checks
from recordpress.command_line import COMMANDS, parser
from recordpress.documenting import write_documents
from recordpress.documenting.codebook import codebook, tables_reference
from recordpress.documenting.markdown import GENERATED, anchor, cell, document, table
from recordpress.documenting.reference import command_reference, problem_catalogue
from recordpress.schema.dataset import Schemas
from recordpress.schema.plans import all_nodes
from recordpress.unusable import UnusableError


def rows(text: str) -> dict[str, list[str]]:
    """The rows of all tables of a document, by their first cell."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [re.split(r"(?<!\\) \| ", line.removeprefix("| ").removesuffix(" |")) for line in lines]
    return {first: rest for first, *rest in cells}


def test_the_codebook_describes_every_property(schemas: Schemas) -> None:
    text = codebook(schemas)
    found = rows(text.split("## Book\n")[1].split("\n## ")[0])
    assert found["**`title`**"] == ["text, *evidence*", "Title on the cover."]
    assert found["`published`"] == ["date (EDTF), *evidence*", "When it came out."]
    assert found["`pages`"] == ["integer, in page", "Number of pages."]
    assert found["`language`"] == ["[language](#language)", "Language of a text."]
    assert found["`extra`"][0] == "anything"
    assert found["`keywords`"][0] == "list of: text"
    assert found["`size`"][0] == "object"
    assert found["`size.tags`"][0] == "map to text"
    assert found["`authors`"][0] == "list of objects, each known by its `person`, *evidence*"
    assert found["**`authors[].person`**"][0] == "person"
    assert found["`authors[].chapters`"][0] == "list of objects"
    assert found["**`authors[].chapters[].title`**"][1] == "Title of the chapter."
    assert found["`reading_order`"][0] == "ordered list of: book or person, as `kind/id`"
    assert found["`about`"][0] == "any record, as `kind/id`"
    assert found["`prices`"][0] == "map to objects"
    assert found["**`prices{}.amount`**"][0] == "number"
    assert found["`url`"][0] == "web address"
    for kind in schemas.kinds.values():
        assert f"## {kind.title}\n\n{kind.description}" in text
        assert f"Files: `records/{kind.folder}/<id>.yaml`." in text
        for node in all_nodes(kind.root):
            if node.name and node.role not in {"withdrawn", "evidence"} and not node.place.count("/") > 2:
                assert node.description in text, node.name


def test_the_codebook_lists_vocabularies_with_links_that_lead_there(schemas: Schemas) -> None:
    text = codebook(schemas)
    headings = {anchor(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links <= headings
    assert rows(text)["`ja`"] == ["Japanese", "The Japanese language."]


def test_every_table_and_column_has_its_place(schemas: Schemas) -> None:
    text = tables_reference(schemas)
    for item in schemas.tables:
        if item.role == "vocabulary":
            assert f"`{item.name}`" in text
            continue
        assert f"## {item.name}\n" in text
        section = rows(text.split(f"## {item.name}\n")[1].split("\n## ")[0])
        assert len(section) == len(item.columns) + 1, item.name
        for column in item.columns:
            shown = [name for name in section if f"`{column.name}`" in name]
            assert shown == [
                f"**`{column.name}`**"
                if column.name in item.primary_key
                else f"*`{column.name}`*"
                if column.derived
                else f"`{column.name}`"
            ]
    assert "string → `people`" in text


def test_every_problem_is_explained(library: Path) -> None:
    text = problem_catalogue(load_checks(library)[0])
    found = rows(text)
    for code in CATALOGUE.values():
        assert found[f"`{code.code}`"] == [code.severity, code.title, cell(code.explanation)]
    assert found["`T101`"] == [
        "error",
        "A book is older than its author",
        "look at both dates",
        "`schemas/checks/old-authors.sql`",
    ]
    assert found["`T102`"][0] == "warning"
    assert "Of this dataset" not in problem_catalogue([])


def test_every_command_is_explained() -> None:
    text = command_reference(parser())
    for name, summary in COMMANDS.items():
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        assert summary[1:] in section
        assert "`-h`, `--help`" in section
    found = rows(text)
    assert found["`--port PORT`"] == ["port to listen on (default: 8001)"]
    assert found["`--format text\\|json\\|github`"]
    assert found["`PATH`"]
    assert found["`--check`"]
    assert "  130  interrupted" in text


def test_documents_are_written_when_they_are_stale_only(library: Path) -> None:
    expected = [f"docs/reference/{name}.md" for name in ("codebook", "tables", "problems", "commands")]
    assert write_documents(library, parser(), check=True) == expected
    assert not (library / "docs").exists()
    assert write_documents(library, parser()) == expected
    assert write_documents(library, parser()) == []
    (library / expected[2]).write_text("edited", encoding="utf-8")
    assert write_documents(library, parser(), check=True) == [expected[2]]
    assert (library / expected[2]).read_text(encoding="utf-8") == "edited"
    assert all(GENERATED in (library / path).read_text(encoding="utf-8") for path in expected if path != expected[2])


def test_broken_schemas_have_no_documents(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (library / "schemas" / "house.schema.json").write_text("{", encoding="utf-8")
    with pytest.raises(UnusableError, match="the schemas have errors"):
        write_documents(library, parser())
    assert "schemas/house.schema.json:1:" in capsys.readouterr().err


def test_text_is_escaped_for_tables() -> None:
    assert cell("a | b\n<script>  c") == "a \\| b &lt;script> c"
    assert table(("x", "y"), [("a|b", "c")]) == ["| x | y |", "|---|---|", "| a\\|b | c |", ""]
    assert table(("x",), []) == []


@pytest.mark.parametrize(
    ("heading", "expected"), [("A Word's, Way", "a-words-way"), ("snake_case", "snake_case"), ("日本 語", "日本-語")]
)
def test_anchors(heading: str, expected: str) -> None:
    assert anchor(heading) == expected


def test_a_document_ends_with_one_line_break() -> None:
    assert document("T", "I", [["## S", "", "text", "", ""]]) == f"# T\n\n{GENERATED}\n\nI\n\n## S\n\ntext\n"
