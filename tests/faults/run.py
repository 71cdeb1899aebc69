"""Tries faults on builds, and writes docs/reliability.md.

Run as `make faults`, or `python -m tests.faults.run --kills 200`; `--help` names the rest.
"""

import argparse
import json
import os
import shlex
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.faults import at_once, caches, changing, clocks, disks, kills
from tests.faults.fault import Amount, Fault, NotHereError, Outcome
from tests.faults.page import Tried, document, table
from tests.faults.powers import go_where_mounts_are_ones_own
from tests.faults.stage import Stage

PARTS = (kills, disks, clocks, at_once, changing, caches)
FAULTS: dict[str, Fault] = {fault.name: fault for part in PARTS for fault in part.FAULTS}
SEED = 20_240_718


def arguments() -> argparse.ArgumentParser:
    """The parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.run", description="Try faults on builds.")
    parser.add_argument("--kills", type=int, default=200, help="how many builds are killed (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the other faults (default: %(default)s)")
    parser.add_argument(
        "--most", type=int, default=0, help="cases of a fault and round, chosen by chance (default: all)"
    )
    parser.add_argument("--records", type=int, default=600, help="size of the dataset (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other moments")
    names = ", ".join(FAULTS)
    parser.add_argument("--only", nargs="+", choices=FAULTS, default=tuple(FAULTS), metavar="FAULT", help=names)
    parser.add_argument("--work", type=Path, help="folder for the dataset (default: a temporary one)")
    parser.add_argument("--output", type=Path, help="page to write; none is written without it")
    parser.add_argument("--json", type=Path, help="file for all outcomes, for programs")
    return parser


def attempt(fault: Fault, stage: Stage, amount: Amount) -> Tried:
    """Try a fault, and say how it goes."""
    say(f"{fault.title} …")
    outcomes: list[Outcome] = []
    begun, used = time.monotonic(), cpu()
    try:
        for found in fault.cases(stage, amount):
            outcomes.append(found)
            say(f"  {len(outcomes):4}  {found.case}: {found.seen}; {' / '.join(found.told) or 'nothing was told'}")
            for wrong in found.wrong:
                say(f"        FAILED: {wrong}")
    except NotHereError as error:
        say(f"  not tried: {error}")
        return Tried(fault, outcomes, str(error))
    say(f"  {time.monotonic() - begun:.1f} s, {cpu() - used:.1f} s of processors")
    return Tried(fault, outcomes)


def cpu() -> float:
    """Seconds of processors that this process and those that have ended took."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def say(text: str) -> None:
    """Show how far it has come."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Try the faults, and write the page."""
    chosen = arguments().parse_args()
    go_where_mounts_are_ones_own()
    tried: list[Tried] = []
    with tempfile.TemporaryDirectory(prefix="faults-", dir=chosen.work) as folder:
        place = Path(folder).resolve()
        stage = Stage(place, chosen.records)
        for name in chosen.only:
            chance = Random(f"{chosen.seed}/{name}")  # noqa: S311 (moments, no secrets)
            tried.append(attempt(FAULTS[name], stage, Amount(chosen.kills, chosen.rounds, chosen.most, chance)))
            if chosen.output:
                typed = shlex.join(["python", "-m", "tests.faults.run", *sys.argv[1:]])
                chosen.output.write_text(document(tried, typed, chosen.records, place), encoding="utf-8")
    if chosen.json:
        chosen.json.write_text(json.dumps([_plain(one) for one in tried]), encoding="utf-8")
    print(table(tried))
    return 1 if any(outcome.wrong for one in tried for outcome in one.outcomes) else 0


def _plain(one: Tried) -> dict[str, object]:
    return {"fault": one.fault.name, "skipped": one.skipped, "outcomes": [asdict(found) for found in one.outcomes]}


if __name__ == "__main__":
    sys.exit(main())
