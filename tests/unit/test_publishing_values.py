import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordpress.model import ColumnType
from recordpress.publishing.values import in_line, is_empty, linked, prose, shown

TAGS = re.compile(r"</?(a|li|ul|code)( (href|class)=\"[^\"]*\")?>")


@pytest.mark.parametrize(
    ("value", "column_type", "expected"),
    [
        ("plain", ColumnType.STRING, "plain"),
        (7, ColumnType.INTEGER, "7"),
        (1.5, ColumnType.NUMBER, "1.5"),
        (1, ColumnType.BOOLEAN, "yes"),
        (0, ColumnType.BOOLEAN, "no"),
        (1, ColumnType.INTEGER, "1"),
        ("[1,2]", ColumnType.STRING, "[1,2]"),
        ('["a","b"]', ColumnType.ARRAY, '<ul class="values"><li>a</li><li>b</li></ul>'),
        ("[null,true]", ColumnType.ARRAY, '<ul class="values"><li>nothing</li><li>yes</li></ul>'),
        ("broken", ColumnType.ARRAY, "broken"),
        ('"2025"', ColumnType.ANY, "2025"),
        ("-12", ColumnType.ANY, "-12"),
        ('{"a":1}', ColumnType.ANY, '<code class="json">{\n &#34;a&#34;: 1\n}</code>'),
        ("https://example.org/?a=1&b", ColumnType.STRING,
         '<a href="https://example.org/?a=1&amp;b">https://example.org/?a=1&amp;b</a>'),
        ('["http://example.org"]', ColumnType.ARRAY,
         '<ul class="values"><li><a href="http://example.org">http://example.org</a></li></ul>'),
        ("https://example.org is a site", ColumnType.STRING, "https://example.org is a site"),
        ("javascript:alert(1)", ColumnType.STRING, "javascript:alert(1)"),
        ("data:text/html,x", ColumnType.STRING, "data:text/html,x"),
        ("<script>", ColumnType.STRING, "&lt;script&gt;"),
        ('["<script>"]', ColumnType.ARRAY, '<ul class="values"><li>&lt;script&gt;</li></ul>'),
    ],
)  # fmt: skip
def test_values_are_shown_in_full(value: Any, column_type: ColumnType, expected: str) -> None:
    assert shown(value, column_type) == expected


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda of: st.lists(of, max_size=4)))
def test_nothing_but_our_own_markup_comes_out(value: Any) -> None:
    html = str(shown(json.dumps(value), ColumnType.ANY))
    assert not set(TAGS.sub("", html)) & set("<>\"'")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('["a","<b>"]', "a, &lt;b&gt;"),
        ("[1,2]", "1, 2"),
        ("[]", ""),
        ('[["a"]]', None),
        ('[{"a":1}]', None),
        ('{"a":1}', None),
        ("broken", None),
        (None, None),
        (7, None),
    ],
)
def test_lists_of_plain_values_fit_in_a_line(value: Any, expected: str | None) -> None:
    assert in_line(value) == expected


def test_only_null_and_empty_text_say_nothing() -> None:
    assert [value for value in (None, "", 0, False, " ", "[]") if is_empty(value)] == [None, ""]


def test_links_and_prose_are_escaped() -> None:
    assert linked('/x"y', "<b>") == '<a href="/x&#34;y">&lt;b&gt;</a>'
    assert prose("as `kind/id` or `<b>`, <i>") == "as <code>kind/id</code> or <code>&lt;b&gt;</code>, &lt;i&gt;"
    assert prose("a ` b") == "a ` b"
