"""Questions on a terminal; an empty answer takes what stands in brackets."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from recordpress.starting.wishes import LICENCES, Wish, require_kinds, require_licence, require_name
from recordpress.unusable import UnusableError

T = TypeVar("T")
Ask = Callable[[str], str]


def ask(wish: Wish, ask_for: Ask = input, *, kinds: bool = True) -> Wish:
    """What somebody at a terminal wants.

    Args:
        wish: What is proposed.
        ask_for: Shows a question and returns the line that is answered.
        kinds: Whether to ask for the kinds, too.
    """
    title = _answer("Title of the dataset", wish.title, _title, ask_for)
    name = _answer("Name, for files and addresses", wish.name, require_name, ask_for)
    licence = _answer(f"Licence ({', '.join(LICENCES)})", wish.licence, require_licence, ask_for)
    wish = replace(wish, title=title, name=name, licence=licence)
    if not kinds:
        return wish
    question = "Two kinds of record, the first of which refers to the second"
    chosen = _answer(question, " ".join(wish.kinds), _kinds, ask_for)
    evidence = _answer("Say for each fact which source supports it (yes or no)", _word(wish.evidence), _yes, ask_for)
    return replace(wish, kinds=chosen, evidence=evidence)


def _answer(question: str, proposal: str, understood: Callable[[str], T], ask_for: Ask) -> T:
    """The answer to a question, which is asked again until it can be used."""
    while True:
        try:
            return understood(ask_for(f"{question} [{proposal}]: ").strip() or proposal)
        except UnusableError as error:
            print(f"  {error}")
        except EOFError:
            raise UnusableError("the questions were not answered; --yes takes what is proposed") from None


def _title(text: str) -> str:
    if not text.isprintable():
        raise UnusableError("the title has characters that can't be shown")
    return text


def _kinds(text: str) -> tuple[str, str]:
    return require_kinds(text.replace(",", " ").split())


def _word(value: bool) -> str:  # noqa: FBT001 (the value is all there is)
    return "yes" if value else "no"


def _yes(text: str) -> bool:
    answers = {"y": True, "yes": True, "n": False, "no": False}
    if text.lower() not in answers:
        raise UnusableError("answer yes or no")
    return answers[text.lower()]
