"""The ids of a table's rows: those of a column that can be file names as they are, or else words or numbers made so."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from recordpress.drafting.given import Cell, Sheet
from recordpress.starting.schemas import ID_PATTERN
from recordpress.starting.words import name_of, slug

AS_IT_IS = re.compile(r"[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)*")
LONGEST = 100
WORDS = frozenset({"id", "key", "code", "slug", "identifier", "uid", "uuid", "ref", "no", "nr", "number", "name_id"})
LABELS = ("name", "title", "label", "designation", "full_name")


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of a table's rows.

    Args:
        ids: An id per row.
        column: Position of the column whose values they are; None where they were made.
        pattern: Regular expression that they match.
        says: Where they come from, in words.
    """

    ids: tuple[str, ...]
    column: int | None
    pattern: str
    says: str


def ids_of(sheet: Sheet, kind: str) -> Ids:
    """The ids of a table's rows.

    A declared primary key of one column goes first, then a column whose header says that it is one, such as `id`,
    `code` or the kind's name with `_id`: it is taken as it is if its values differ by more than upper and lower case,
    and have letters, digits, - and _ only. Otherwise ids are made of the words of the name or the first unique text, or
    of the row's number.
    """
    for index in _candidates(sheet, kind):
        if found := _as_they_are(sheet, index):
            return found
    label = label_column(sheet)
    if label is None:
        width = len(str(len(sheet.rows)))
        numbered = tuple(f"{slug(kind)}-{number:0{width}}" for number in range(1, len(sheet.rows) + 1))
        return Ids(numbered, None, ID_PATTERN, "made of the kind and the number of the row")
    made = tuple(_made(sheet.column(label), slug(kind)))
    return Ids(made, None, ID_PATTERN, f"made of the words of `{sheet.heads[label].header}`")


def _candidates(sheet: Sheet, kind: str) -> list[int]:
    declared = [sheet.position(sheet.key[0])] if len(sheet.key) == 1 else []
    own = {f"{kind.replace('-', '_')}_{word}" for word in WORDS} | {kind.replace("-", "_") + "id"}
    named = [index for index, head in enumerate(sheet.heads) if name_of(head.header, "") in WORDS | own or head.unique]
    return [index for index in dict.fromkeys([*declared, *named]) if index is not None]


def _as_they_are(sheet: Sheet, index: int) -> Ids | None:
    cells = [
        str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell for cell in sheet.column(index)
    ]
    texts = [cell for cell in cells if isinstance(cell, str) and AS_IT_IS.fullmatch(cell) and len(cell) <= LONGEST]
    if len(texts) < len(cells) or len({text.lower() for text in texts}) < len(texts):
        return None
    plain = all(re.fullmatch(ID_PATTERN, text) for text in texts)
    pattern = ID_PATTERN if plain else f"^{AS_IT_IS.pattern}$"
    return Ids(tuple(texts), index, pattern, f"the values of `{sheet.heads[index].header}`")


def label_column(sheet: Sheet) -> int | None:
    """The column that names a row for people: one that is called so, or else the first text that tells rows apart."""
    texts = [index for index in range(len(sheet.heads)) if _is_text(sheet.column(index))]
    named = [index for word in LABELS for index in texts if name_of(sheet.heads[index].header, "") == word]
    unique = [index for index in texts if len(set(sheet.column(index))) == len(sheet.rows)]
    return next(iter([*named, *unique]), None)


def _is_text(cells: Sequence[Cell]) -> bool:
    """Whether all cells are texts of which a word can be made, most of which begin with a letter."""
    if not all(isinstance(cell, str) and slug(cell) for cell in cells):
        return False
    letters = sum(1 for cell in cells if cell.strip()[:1].isalpha())
    return 2 * letters > len(cells)


def _made(cells: Iterable[str], kind: str) -> Iterable[str]:
    """Ids of words, with numbers behind those that come again."""
    seen: Counter[str] = Counter()
    taken: set[str] = set()
    for cell in cells:
        word = slug(cell) or kind
        while True:
            seen[word] += 1
            found = word if seen[word] == 1 else f"{word}-{seen[word]}"
            if found not in taken:
                break
        taken.add(found)
        yield found
