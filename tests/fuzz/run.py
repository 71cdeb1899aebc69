"""`make fuzz`: atheris on each target for a bounded time, in a process of its own.

    python -m tests.fuzz.run [SECONDS]

What atheris finds worth keeping lies in `.fuzz/` and is where the next run goes on. An input that breaks something is
put into `tests/fuzz/found/`, from where the tests run it again. The exit status is 1 if there was one.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOUND = Path(__file__).parent / "found"
KEPT = ROOT / ".fuzz"
SECONDS = 60  # for a target
LONGEST_RUN = 20  # seconds for one input
MEMORY = 2000  # megabytes: the coverage's own data and a build among them
LONGEST = 1 << 16  # bytes of an input; what larger ones cost is tested by `test_hostile.py`
MOST_SEEDS = 100  # all of them are run before anything new is
RECORDS = ("tests/corpus/bad/*/records/**/*.yaml", "tests/datasets/library/records/**/*.yaml", "records/**/*.yaml")
SEEDS = {
    "reading": RECORDS,
    "validating": RECORDS,
    "compiling": ("tests/corpus/bad/*/schemas/*.json", "tests/datasets/library/schemas/*.json", "schemas/*.json"),
    "publishing": RECORDS[1:2],
}
RUNS = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


def main(arguments: list[str]) -> int:
    """Run all targets; the exit status."""
    seconds = int(arguments[0]) if arguments else SECONDS
    found = [file for target in SEEDS for file in fuzz(target, seconds)]
    for file in found:
        print(f"kept: {file.relative_to(ROOT)}")
    return 1 if found else 0


def fuzz(target: str, seconds: int) -> list[Path]:
    """Run one target; the inputs that broke it, where they are kept."""
    corpus, broken = KEPT / target, KEPT / f"{target}-broken"
    for folder in (corpus, broken):
        folder.mkdir(parents=True, exist_ok=True)
    for data in seeds(target):
        (corpus / sha256(data).hexdigest()).write_bytes(data)
    options = [f"-max_total_time={seconds}", f"-timeout={LONGEST_RUN}", f"-rss_limit_mb={MEMORY}", "-verbosity=1"]
    options += [f"-max_len={LONGEST}", f"-artifact_prefix={broken}/", "-print_final_stats=1", str(corpus)]
    command = [sys.executable, "-m", "tests.fuzz.engine", target, *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
    count = RUNS.search(done.stderr)
    print(f"{target}: {int(count[1]) if count else 0:,} inputs, exit status {done.returncode}", flush=True)
    if done.returncode:
        print("\n".join((done.stdout + done.stderr).splitlines()[-40:]))
    return list(kept(target, broken, failed=done.returncode != 0))


def seeds(target: str) -> Iterator[bytes]:
    """What to begin with."""
    files = [file for pattern in SEEDS[target] for file in sorted(ROOT.glob(pattern)) if file.is_file()]
    for file in files[:: len(files) // MOST_SEEDS + 1]:
        if file.stat().st_size <= LONGEST:
            yield file.read_bytes()


def kept(target: str, broken: Path, *, failed: bool) -> Iterator[Path]:
    """Move what broke the target to where the tests find it."""
    files = [file for file in sorted(broken.iterdir()) if not file.name.startswith("slow-unit")]
    for file in files:
        kind, _, digest = file.name.partition("-")
        place = FOUND / target / f"{kind}-{digest[:12]}"
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(file, place)
        yield place
    if failed and not files:
        raise SystemExit(f"{target} could not be run")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
