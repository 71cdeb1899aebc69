"""Measures the engine, the plain pipeline, other programs and the bounds on the same corpora, in turn.

Run as `make bench`, or `python -m bench.run`; `--help` says the rest.
"""

import argparse
import shlex
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.corpus import SEED
from bench.machine import code, load, machine, versions
from bench.measure import CommandError
from bench.page import render, report
from bench.pictures import write_pictures
from bench.preparing import PROJECT
from bench.results import Begun, Results, ResultsError, add, differences, read
from bench.running import Wanted, corpora, plan, say, seconds, take
from bench.sides import GROUPS, SIDES, USUAL, Group, scaled

PAGE = PROJECT / "docs" / "performance.md"
RESULTS = PROJECT / ".recordpress" / "bench.jsonl"
DESCRIPTION = """Measure the engine against a plain pipeline, other programs and what the machine allows.

Each group is one corpus, named by its size; its sides are run in turn, round by round. What each run took is added to
a file at once: an ended run goes on with --resume. The page is made from that file."""
SIZES = tuple(group.size for group in GROUPS)
LISTED = "\n".join(f"  {group.size:>9,}  {' '.join(group.sides)}" for group in GROUPS)
EPILOG = f"""groups and their sides:
{LISTED}

examples:
  make bench                                             all but the largest group, about an hour on two processors
  make bench BENCH="--rounds-of plain-safe=1"            the slowest side only once; the page says so
  make bench BENCH="--resume"                            go on after an end
  make bench BENCH="--resume --records 1000000"          the largest group, too, with figures of the same file
  make bench BENCH="--resume --only 20000/build"         what is missing of one side
  make bench BENCH="--records 20000 --only list build-same check-edit"
  make bench BENCH="--scale 0.02 --rounds 1"             a trial in a few minutes: it writes no page"""


def arguments() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.run",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add_option = parser.add_argument
    usual = " ".join(map(str, USUAL))
    add_option("--records", type=int, nargs="+", choices=SIZES, default=USUAL, metavar="N", help=f"groups ({usual})")
    add_option("--rounds", type=_count, metavar="N", help="rounds of all sides (5; 1 for the largest group)")
    add_option("--rounds-of", type=_named, nargs="+", default=(), metavar="NAME=N", help="rounds of some")
    add_option("--only", type=_name, nargs="+", default=(), metavar="NAME", help="N, SIDE or N/SIDE: nothing else")
    add_option("--skip", type=_name, nargs="+", default=(), metavar="NAME", help="N, SIDE or N/SIDE: not these")
    add_option("--no-memory", action="store_true", help="don't look at the memory, which takes a further run")
    add_option("--resume", action="store_true", help="go on with the file of results instead of beginning anew")
    add_option("--page-only", action="store_true", help="measure nothing: make the page from the file of results")
    add_option("--estimate", action="store_true", help="measure nothing: say how long it would take")
    add_option("--scale", type=_scale, default=1.0, metavar="X", help="corpora of X times the size, for a trial")
    add_option("--seed", type=int, default=SEED, help="another seed gives other corpora")
    add_option("--work", type=Path, metavar="DIR", help="keep the corpora here (otherwise: a temporary folder)")
    add_option("--results", type=Path, default=RESULTS, metavar="FILE", help="file of results (%(default)s)")
    add_option("--output", type=Path, metavar="FILE", help="page to write (docs/performance.md; none after a trial)")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _scale(text: str) -> float:
    number = float(text)
    if not 0 < number <= 1:
        raise ValueError(text)
    return number


def _name(text: str) -> str:
    """A name of a group, a side, or a side of a group.

    Raises:
        argparse.ArgumentTypeError: There is none of that name.
    """
    known = {str(size) for size in SIZES} | SIDES.keys()
    known |= {f"{group.size}/{side}" for group in GROUPS for side in group.sides}
    if text not in known:
        raise argparse.ArgumentTypeError(f"{text} is no group, side or side of a group; --help lists them")
    return text


def _named(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    return _name(name), _count(number)


def chosen_groups(sizes: Sequence[int], scale: float) -> list[Group]:
    """The groups of these sizes, from small to large."""
    return [scaled(group, scale) for group in GROUPS if group.size in sizes]


def begin(options: argparse.Namespace) -> Results:
    """What is known already. Without `--resume` that is nothing, and a file of results is put aside.

    Raises:
        ResultsError: What is known can't be compared with what would be measured now.
    """
    now = Begun(_typed(), machine(), versions(), code(), options.seed, options.scale, load())
    known = read(options.results) if options.resume else Results()
    changed = differences(known.begun, now)
    if changed:
        raise ResultsError(f"{options.results} is of another run, with other {', '.join(changed)}: begin anew")
    if not options.resume and options.results.exists():
        options.results.replace(options.results.with_suffix(".before.jsonl"))
    add(options.results, [now])
    return Results((*known.begun, now), known.taken)


def _typed() -> str:
    return shlex.join(["python", "-m", "bench.run", *sys.argv[1:]])


def measure(options: argparse.Namespace) -> Results:
    """Measure what was asked for.

    Raises:
        CommandError: A command failed.
        ResultsError: See `begin`.
    """
    wanted = Wanted(options.rounds, dict(options.rounds_of), options.only, options.skip, not options.no_memory)
    steps = plan(chosen_groups(options.records, options.scale), wanted)
    known = read(options.results) if options.resume else Results()
    left = [step for step in steps if step.key not in known.done()]
    minutes = (seconds(left, known.taken) + corpora(left)) / 60
    say(f"{len(left)} runs of {len(steps)} to be made, about {minutes:.0f} minutes")
    if options.estimate:
        return known
    begun = begin(options)
    with ExitStack() as stack:
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        return take(steps, begun, options.results, work, options.seed)


def write(results: Results, output: Path | None) -> None:
    """Print the figures, and write the page and its pictures."""
    print(report(results))
    real = all(item.scale == 1 for item in results.begun)
    page = output or (PAGE if real else None)
    if page:
        pictures = write_pictures(results, page)
        page.write_text(render(results, pictures), encoding="utf-8", newline="\n")
        say(f"wrote {page}")


def main() -> int:
    """Measure and write the page."""
    options = arguments().parse_args()
    try:
        results = read(options.results) if options.page_only else measure(options)
        if not options.estimate:
            write(results, options.output)
    except (CommandError, ResultsError) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say(f"interrupted; what was measured is in {options.results}: --resume goes on")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
