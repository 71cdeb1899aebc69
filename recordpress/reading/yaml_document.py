"""The reference reader: what a YAML file means, where each part stands and all that is wrong with it.

Events come from PyYAML, by its C parser where it has one; their meaning is that of the core schema of YAML 1.2.
"""

import re
from collections.abc import Iterator

import yaml
from yaml import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MarkedYAMLError,
    ScalarEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from recordpress.problems import Problem, in_order
from recordpress.reading.composer import Composer, TooManyError
from recordpress.reading.document import Document, TooDeepError
from recordpress.reading.syntax import explain, tab
from recordpress.reading.text import Text, decode

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_Span = tuple[int, int, bool]  # first character, end, and whether the text is a block (| or >)
_LINE = re.compile(r"[^\r\n]+")
_TAB_IN_INDENTATION = re.compile(r"[\r\n] *\t")


def read_yaml(data: bytes, path: str) -> Document:
    """Read a YAML file.

    Args:
        data: Its bytes.
        path: Where it is, for problems.

    Returns:
        The document; never raises for any bytes.
    """
    text = decode(data, path)
    reader = _Reader(text)
    reader.read()
    composer = reader.composer
    found = [*text.problems, *composer.problems, *_tabs(text, reader.spans, reader.end)]
    problems = in_order(found)
    complete = composer.complete and all(problem.code == "Y103" for problem in text.problems)
    return Document(composer.value if complete else None, composer.positions, tuple(problems), complete)


class _Reader:
    """Takes the events of a file apart: its documents, its nodes, and where texts stand."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.composer = Composer(text.path)
        self.spans: list[_Span] = []  # of texts, in a file with tabs
        self.end = len(text.text)  # where reading ended

    def read(self) -> None:
        """Read to the end of the file, or to where that is not possible any more."""
        try:
            self.composer.compose(self._nodes())
        except MarkedYAMLError as error:
            self._stop(explain(error, self.text))
        except (ValueError, OverflowError):  # PyYAML's own parser, for an escape beyond U+10FFFF
            message = "an escape within double quotes is no character"
            self._stop(Problem("Y106", self.text.path, message, hint="write the character itself"))
        except (TooDeepError, TooManyError):
            self.end = self.text.starts[self.composer.problems[-1].line - 1]
        else:
            if self._is_empty():
                hint = "write the record, or remove the file"
                self._stop(Problem("Y115", self.text.path, "the file is empty", hint=hint))

    def _is_empty(self) -> bool:
        root = self.composer.positions.get("")
        if root is None:
            return not any(problem.code == "Y102" for problem in self.text.problems)
        return root.raw == "" and root.plain

    def _stop(self, problem: Problem) -> None:
        self.composer.problems.append(problem)
        self.composer.complete = False
        self.end = self.text.starts[max(problem.line - 1, 0)]

    def _nodes(self) -> Iterator[Event]:
        """The events of the nodes of the first document."""
        keep_spans = "\t" in self.text.text
        for event in yaml.parse(self.text.text, Loader=LOADER):
            if isinstance(event, DocumentStartEvent):
                if not self._begins_first(event):
                    return
            elif not isinstance(event, (StreamStartEvent, StreamEndEvent, DocumentEndEvent)):
                if keep_spans and isinstance(event, ScalarEvent):
                    self._keep_span(event)
                yield event

    def _keep_span(self, event: ScalarEvent) -> None:
        if event.start_mark and event.end_mark:
            self.spans.append((event.start_mark.index, event.end_mark.index, event.style in {"|", ">"}))

    def _begins_first(self, event: DocumentStartEvent) -> bool:
        """Whether the document that starts is the file's first; a further one is a problem."""
        if "" in self.composer.positions:
            message = "a second document begins here"
            self.composer.problem("Y114", event, message, "write one record per file, without a line `---` in between")
            self.end = self.text.starts[self.composer.problems[-1].line - 1]
            return False
        if event.version not in {None, (1, 2)}:
            message = "the file says that it is YAML {}.{}; it is read as YAML 1.2".format(*event.version)
            hint = "remove the line that begins with %YAML"
            self.composer.problem("Y118", event, message, hint, complete=True)
        return True


def _tabs(text: Text, spans: list[_Span], end: int) -> list[Problem]:
    """The problem of tabs outside of texts and comments, if there are any before `end`."""
    if "\t" not in text.text:
        return []
    places = [text.place(index) for index in _tab_indexes(text.text, spans, end)]
    return [tab(text.path, places[0], len({line for line, _ in places}))] if places else []


def _tab_indexes(text: str, spans: list[_Span], end: int) -> Iterator[int]:
    previous = 0
    for start, stop, is_block in [*spans, (end, end, False)]:
        yield from _outside_of_comments(text, previous, start)
        if is_block:  # its first line is the | or > with a comment
            header = _LINE.match(text, start, stop)
            yield from _outside_of_comments(text, start, header.end() if header else stop)
        else:
            yield from (match.end() - 1 for match in _TAB_IN_INDENTATION.finditer(text, start, stop))
        previous = stop


def _outside_of_comments(text: str, start: int, stop: int) -> Iterator[int]:
    for line in _LINE.finditer(text, start, stop):
        content = line[0].partition("#")[0]
        yield from (line.start() + index for index, char in enumerate(content) if char == "\t")
