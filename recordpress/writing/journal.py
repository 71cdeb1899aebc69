"""Where a dataset keeps what it publishes, and the note that says what is being replaced."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from recordpress.writing.files import replace_file

FORM = 1


@dataclass(frozen=True, slots=True)
class Layout:
    """The places in a dataset that a build writes to.

    Args:
        root: The dataset.
    """

    root: Path

    @property
    def work(self) -> Path:
        """What a build keeps to itself."""
        return self.root / ".recordpress"

    @property
    def lock(self) -> Path:
        """Locked while a build runs."""
        return self.work / "lock"

    @property
    def journal(self) -> Path:
        """Exists from the moment when a build is decided until all of it is in place."""
        return self.work / "journal.json"

    @property
    def staging(self) -> Path:
        """What is being built, and what was just replaced."""
        return self.work / "staging"

    @property
    def package(self) -> Path:
        """The package that is being built."""
        return self.staging / "package"

    @property
    def data(self) -> Path:
        """The published tables, which are committed."""
        return self.root / "data"

    @property
    def descriptor(self) -> Path:
        """The published descriptor, which is committed and also edited by hand."""
        return self.root / "datapackage.json"

    @property
    def dist(self) -> Path:
        """What is published and not committed."""
        return self.root / "dist"

    @property
    def versions(self) -> Path:
        """Published packages, each in a folder named by its content."""
        return self.dist / "versions"

    @property
    def current(self) -> Path:
        """Symbolic link to the package that is published now."""
        return self.dist / "current"


@dataclass(frozen=True, slots=True)
class Plan:
    """What has to be done to publish a package; every step may be done twice.

    Args:
        version: Name of the package's folder.
        previous: Name of the folder that was current; "" for none.
        links: Links in `dist/` by name, with what they point to.
        replace_package: Whether the staged package goes into `dist/versions/`.
        replace_data: Whether the staged `data/` replaces the published one.
        descriptor_before: SHA-256 of the descriptor that is to be replaced; "" if there is none.
        descriptor_after: SHA-256 of the new one.
    """

    version: str
    previous: str
    links: dict[str, str]
    replace_package: bool
    replace_data: bool
    descriptor_before: str
    descriptor_after: str

    @property
    def is_needed(self) -> bool:
        """Whether there is anything to do but links."""
        changes = self.descriptor_before != self.descriptor_after or self.previous != self.version
        return changes or self.replace_package or self.replace_data


def write_journal(layout: Layout, plan: Plan) -> None:
    """Decide for a plan: from here on the next command completes what this one may leave undone.

    Raises:
        OSError: The journal cannot be written, and nothing is decided.
    """
    document = {"form": FORM, **asdict(plan)}
    replace_file(layout.journal, json.dumps(document, indent=1).encode(), layout.staging / "journal.new")


def read_journal(layout: Layout) -> Plan | None:
    """The plan that was decided for and may not be complete; None if there is none or nobody can read it."""
    try:
        document = json.loads(layout.journal.read_bytes())
        if document.pop("form") != FORM:
            return None
        return Plan(**document)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
