"""Characters that nobody sees: which are refused however they are written, and which as they stand alone."""

from pathlib import Path

import pytest

from recordpress import api
from recordpress.cli import main
from recordpress.reading.parts import read_document


@pytest.mark.parametrize("escape", ["\\u0000", "\\u001B", "\\u007f", "\\u0080", "\\b", "\\f", "\\uFFFE", "\\uffff"])
def test_controls_are_refused_as_escapes_in_json_as_in_yaml(escape: str) -> None:
    text = f'{{"a": 1,\n "b": "x\\\\{escape}y", "c": "\\\\u0000"}}'
    (problem,) = read_document("a.json", text.encode()).problems
    assert (problem.code, problem.line, problem.column) == ("Y104", 2, 11)
    assert "which is not allowed even when written as an escape" in problem.message
    (problem,) = read_document("a.yaml", f'b: "x{escape}y"\n'.encode()).problems
    assert (problem.code, problem.hint) == ("Y104", "remove it")


@pytest.mark.parametrize("escape", ["\\uFEFF", "\\u0085", "\\u2028", "\\t", "\\n"])
def test_what_programs_read_differently_can_be_written_as_an_escape(escape: str) -> None:
    for path in ("a.json", "a.yaml"):
        document = read_document(path, f'{{"a": "x{escape}y"}}'.encode())
        assert (document.problems, document.value) == ((), {"a": f"x{escape}y".encode().decode("unicode_escape")})


def test_a_byte_order_mark_within_a_text_goes_through_all_formats(library: Path) -> None:
    path = library / "records" / "books" / "tale-of-genji.yaml"
    text = path.read_text(encoding="utf-8").replace("title: The Tale of Genji", 'title: "\\uFEFFThe Tale\\uFEFF"')
    path.write_text(text, encoding="utf-8")
    assert main(["fmt", "--check", "--root", str(library), str(path)]) == 0
    assert main(["build", "--root", str(library)]) == 0
    assert main(["verify", "--root", str(library)]) == 0
    titles = {row["id"]: row["title"] for row in api.tables(library)["books"].dicts()}
    assert titles["tale-of-genji"] == "\ufeffThe Tale\ufeff"
    assert main(["import", "book", str(library / "data" / "books.csv"), "--root", str(library)]) == 0
    assert path.read_text(encoding="utf-8") == text
    path.write_text(text.replace("\\uFEFF", "\ufeff"), encoding="utf-8")
    (problem, *_) = api.check(library)
    assert (problem.code, problem.line, problem.column) == ("Y104", 2, 9)
    assert problem.hint == 'remove it, or write "\\uFEFF" within double quotes'
