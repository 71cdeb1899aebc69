"""YAML as people might write it: maps and lists in both styles, texts in all, numbers that look like none, comments."""

import re

from hypothesis import strategies as st

PLAIN = [
    *("3.10", "0123", "1e3", "-0", "+1", "0x1F", "0o7", ".5", "12", "-7.50", "true", "False", "null", "~"),
    *("no", "yes", "On", "2024-07-18", "2024-07-18T10:00", "12:30", "1_000", "0b11", "1.2.3", "=", "a:b", "a#b"),
    *(
        "a text",
        "two  spaces",
        "Été à Zürich",
        "日本語の文",
        "it's",
        'say "so"',
        "C:\\temp",
        "http://example.org/?a=1&b=2#c",
    ),
]
QUOTED = [
    *("''", '""', "'it''s'", '"tab\\tand\\nbreak"', "'3.10'", '"no"', "'0123'", "' spaced '", '"\\u2028"', "'# no'"),
    *("'a: b'", '"a # b"', "'[x]'", "'- x'", "'...'", "'---'", '"\\\\"', "'\"'", '"it\'s \\"so\\""', "'<<'", "'null'"),
]
WORDS = ["one", "two,", "a: b", "c # d", "- e", "'f'", '"g"', "ünï", "very-long-word-" * 9, "[h]", "{i}", "# j", "..."]
KEYS = ["id", "b", "a", "name", '"quoted key"', "'no'", "ключ", "with space", "z-9", "'1'", "tags", "people"]
COMMENTS = ["# about this", "#tight", "# with: colon", "#", "# ünï '\"", "# - dash"]

paragraphs = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join), min_size=1, max_size=4)


class Writer:
    """Writes a messy document, by choices that are drawn."""

    def __init__(self, draw: st.DrawFn) -> None:
        """Begin with nothing."""
        self.draw = draw
        self.lines: list[str] = []
        self.in_block = False  # whether an indented comment would be part of a text

    def choose(self, *choices: str) -> str:
        """One of several texts."""
        return self.draw(st.sampled_from(choices))

    def comment(self, pad: str) -> None:
        """Comments and empty lines, perhaps."""
        for _ in range(self.draw(st.sampled_from([0, 0, 0, 0, 1, 2]))):
            other = pad if self.in_block else self.choose(pad, pad, pad, f"{pad}  ", f"{pad}     ")
            self.lines.append(self.choose("", other + self.choose(*COMMENTS), other + self.choose(*COMMENTS)))

    def behind(self) -> str:
        """A comment behind something, perhaps."""
        return self.choose("", "", "", "  ", f" {self.choose(*COMMENTS)}", f"    {self.choose(*COMMENTS)}")

    def entries(self, pad: str, depth: int) -> None:
        """A map or list as a block."""
        is_map = not pad or self.draw(st.booleans())
        for key in self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=5, unique=True)):
            self.comment(pad)
            self.value(f"{pad}{key}:" if is_map else f"{pad}-", pad, depth, is_map=is_map)
        self.comment(pad)

    def value(self, head: str, pad: str, depth: int, *, is_map: bool) -> None:
        """A value behind its key or dash."""
        self.in_block = False
        form = self.choose("scalar", "scalar", "flow", "entries", "text", "nothing")
        if form == "entries" and depth < 4:
            self.lines.append(head + self.behind())
            self.entries(pad + self.choose(*(("  ",) if not is_map else ("  ", "    "))), depth + 1)
        elif form == "text":
            self.text(head, pad)
        elif form == "flow":
            self.lines.append(f"{head} {self.flow(pad, 0)}{self.behind()}")
        else:
            self.lines.append(f"{head} {self.scalar() if form == 'scalar' else ''}{self.behind()}")

    def scalar(self, *, flow: bool = False) -> str:
        """A text or number on one line."""
        plain = [text for text in PLAIN if not flow or (":" not in text and "#" not in text)]
        return self.choose(*plain, *QUOTED)

    def flow(self, pad: str, depth: int) -> str:
        """A list or map in brackets, perhaps over several lines and with comments."""
        is_map = self.draw(st.booleans())
        parts = []
        for key in self.draw(st.lists(st.sampled_from(KEYS), max_size=6, unique=True)):
            inner = self.flow(pad, depth + 1) if depth < 2 and self.draw(st.integers(0, 5)) == 0 else None
            value = inner or self.scalar(flow=True)
            parts.append(f"{key}: {value}" if is_map else value)
        glue = self.choose(", ", ",", f",\n{pad}   ", f", {self.choose(*COMMENTS)}\n{pad}   ")
        end = self.choose("", f"\n{pad}  ", f"  {self.choose(*COMMENTS)}\n{pad}  ") if "\n" in glue else ""
        body = glue.join(parts) + end
        return f"{{{body}}}" if is_map else f"[{body}]"

    def text(self, head: str, pad: str) -> None:
        """A text of several lines, as a block or in quotes."""
        lines = self.draw(paragraphs)
        mark = self.choose("|", ">", "|-", ">-", "|+", ">+", "plain", "'")
        self.in_block = mark[0] in "|>"
        if mark == "plain":
            words = " ".join(lines).replace(": ", " ").replace(" #", " ").split()
            self.lines += [f"{head} text {words[0].strip('-')}", *(f"{pad}   x{word}" for word in words[1:4])]
            return
        if mark == "'":
            self.lines.append(f"{head} '{' '.join(lines).replace(chr(39), chr(39) * 2)}'{self.behind()}")
            return
        self.lines.append(f"{head} {mark}{self.behind()}")
        for line in lines:
            self.lines += [f"{pad}   {line}", *[""] * self.draw(st.integers(0, 2))]


@st.composite
def documents(draw: st.DrawFn) -> str:
    """The text of a record's file."""
    writer = Writer(draw)
    if draw(st.booleans()):
        writer.lines += ["# about the file", *draw(st.sampled_from([[], [""], ["# more"], ["---"], ["", "# apart"]]))]
    writer.entries("", 0)
    return "\n".join(writer.lines) + draw(st.sampled_from(["", "\n", "\n\n", "\n# the end", "\n  # the end\n"]))


def counted(text: str) -> int:
    """How many comments there are in a document: none of its texts holds one of these at a line's end."""
    return len(re.findall(rf"(?m)(?:^|\s)(?:{'|'.join(COMMENTS[:3])}|# about the file|# the end) *$", text))
