"""The parser that knows one command says what the parser of all of them says."""

import pytest

from recordpress import cli
from recordpress.command_line import COMMANDS, parser


def said(capsys: pytest.CaptureFixture[str], words: list[str], only: str | None) -> tuple[object, str]:
    """How parsing ends, and what is printed."""
    try:
        ended: object = vars(parser(words, only).parse_args(words))
    except SystemExit as error:
        ended = error.code
    return ended, "".join(capsys.readouterr())


@pytest.mark.parametrize("name", COMMANDS)
def test_one_command_is_parsed_alike_with_the_others_and_without_them(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for more in ([], ["--help"], ["--no-such-option"], ["--root"], ["--version"], ["a", "build", "check", "b"]):
        words = [name, *more]
        assert said(capsys, words, name) == said(capsys, words, None)


@pytest.mark.parametrize("words", [["chekc"], ["--help"], ["--help", "check"]])
def test_where_no_command_comes_first_all_are_named(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    cli.main(words)
    assert "release" in "".join(capsys.readouterr())
