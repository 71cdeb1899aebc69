"""A fault, what came of trying it, and what must hold after every one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import TypeVar

from tests.faults.processes import Ended
from tests.faults.stage import Stage, what_is_broken

FINE, PROBLEMS, UNUSABLE, KILLED = 0, 1, 2, -9
Case = TypeVar("Case")
LONGEST_SENTENCE = 200  # characters


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is tried.

    Args:
        kills: How many builds are killed.
        rounds: How often each case of the other faults is tried.
        most: How many cases of each of them are tried in a round; all of them if 0.
        chance: Decides what is left to chance.
    """

    kills: int
    rounds: int
    most: int
    chance: Random

    def pick(self, cases: Iterable[Case]) -> Iterator[tuple[int, Case]]:
        """The cases to try, in all rounds, with the number of the round."""
        every = list(cases)
        for number in range(self.rounds):
            few = self.most and self.most < len(every)
            numbers = sorted(self.chance.sample(range(len(every)), self.most)) if few else range(len(every))
            yield from ((number, every[index]) for index in numbers)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case.

    Args:
        case: What was done.
        seen: The package that readers had right after it: old or new.
        told: What the commands said of it.
        wrong: What does not hold; () if all is well.
    """

    case: str
    seen: str
    told: tuple[str, ...]
    wrong: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault.

    Args:
        name: What to call it on the command line.
        title: What goes wrong.
        provoked: How that is brought about, in a sentence or two.
        holds: What must hold beyond what must hold after every fault.
        cases: Tries it, and tells what came of it.
    """

    name: str
    title: str
    provoked: str
    holds: str
    cases: Callable[[Stage, Amount], Iterator[Outcome]]


class NotHereError(Exception):
    """A fault can't be brought about on this machine; the message says why."""


def outcome(
    stage: Stage, case: str, ended: Ended, allowed: tuple[int, ...], between: str = "", *, rebuild: bool = True
) -> Outcome:
    """Look at what a command that met a fault left behind, and run the next commands.

    Args:
        stage: The dataset.
        case: What was done to it.
        ended: How the command ended.
        allowed: The exit statuses that are right.
        between: A command to run before the next build; "" for none.
        rebuild: Whether to build then; the dataset then goes on to the next version.
    """
    seen, wrong = stage.visible(), []
    told = list(ended.told)
    if ended.status not in allowed:
        wrong.append(f"the command ended with {ended.status}: {' / '.join(ended.told) or ended.said.strip()[-300:]}")
    if ended.orphans:
        wrong.append(f"{ended.orphans} of its processes outlived it")
    if seen == "a mixture":
        wrong.append("dist/current was neither the old nor the new package")
    if between:
        told += _command(stage, between, wrong)
        states = {stage.visible(), *stage.beside()}
        if len(states) > 1 or states == {"a mixture"}:
            wrong.append(
                f"after `{between}` dist/, data/ and datapackage.json were {stage.visible()}, {stage.beside()}"
            )
        if seen == "new" and stage.visible() != "new":
            wrong.append("the new package was there and is gone")
    if rebuild:
        wrong += finish(stage, told)
    return Outcome(case, seen, tuple(dict.fromkeys(told)), tuple(wrong))


def finish(stage: Stage, told: list[str] | None = None) -> list[str]:
    """Build, and turn to the next version; what is not as a clean build leaves it. What was told is added to a list."""
    wrong: list[str] = []
    messages = _command(stage, "build", wrong)
    if told is not None:
        told += messages
    wrong += _not_new(stage)
    stage.turn()
    return wrong


def _command(stage: Stage, command: str, wrong: list[str]) -> tuple[str, ...]:
    """Run one of the next commands, which must succeed; what it said."""
    ended = stage.run(command)
    if command == "build":
        stage.pace.append(ended.seconds)
    if ended.status or ended.orphans:
        wrong.append(f"the next `{command}` ended with {ended.status}: {' / '.join(ended.told) or ended.said[-300:]}")
    return ended.told


def _not_new(stage: Stage) -> list[str]:
    """What is not as a clean build of the new version leaves it."""
    states = (stage.visible(), *stage.beside())
    wrong = [f"after the next build dist/, data/ and datapackage.json were {states}"] if set(states) != {"new"} else []
    if broken := what_is_broken(stage.root):
        wrong.append(f"after the next build these were not whole: {broken}")
    if left := stage.leftovers():
        wrong.append(f"after the next build these were left: {left}")
    return wrong
