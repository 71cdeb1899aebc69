"""Did you mean: the nearest of the words that would have been right."""

from collections.abc import Iterable
from itertools import islice

MOST_WORDS = 50_000  # beyond that a suggestion would take longer than it is worth


def nearest(word: str, words: Iterable[str], most: int = 3, cutoff: float = 0.7) -> list[str]:
    """The words that are near to the given one, the nearest first.

    Args:
        word: What was written.
        words: What would have been right; of more than `MOST_WORDS` only those are looked at.
        most: How many are wanted at most.
        cutoff: How near they have to be, from 0 (anything) to 1 (the same).
    """
    from difflib import get_close_matches  # noqa: PLC0415 - takes a while to be loaded, and most files have no mistake

    known = {candidate.casefold(): candidate for candidate in islice(words, MOST_WORDS)}
    return [known[match] for match in get_close_matches(word[:200].casefold(), known, n=most, cutoff=cutoff)]


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """A hint that names up to three words near to the given one; "" where none is near."""
    near = nearest(word, words)
    return f"did you mean {' or '.join(f'`{match}`' for match in near)}?" if near else ""


def a(noun: str) -> str:
    """The noun with its indefinite article."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def one_of(words: Iterable[str], most: int = 12) -> str:
    """A hint that lists the words, as far as they are few; "" for none."""
    listed = list(words)
    if not listed:
        return ""
    return f"one of: {', '.join(listed)}" if len(listed) <= most else f"one of {len(listed)} values"


def among(word: str, words: Iterable[str], kinds: Iterable[str]) -> str:
    """A hint for a kind that there isn't: those near to it by any of their names, and all of them.

    Args:
        word: What was written.
        words: All names of kinds.
        kinds: Their names proper, however many.
    """
    return f"{did_you_mean(word, words)} the kinds are {', '.join(kinds)}".strip()
