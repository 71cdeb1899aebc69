"""One target under atheris: `python -m tests.fuzz.engine TARGET` and the options of libFuzzer."""

import sys

import atheris

with atheris.instrument_imports(include=["recordpress", "yaml"]):
    from tests.fuzz.targets import TARGETS

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
