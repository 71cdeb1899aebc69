"""What readers are told while somebody edits: the problems, and which build they look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

import recordpress.publishing
from recordpress.problems import Problem, Severity
from recordpress.reporting import printable

TEMPLATES = Path(recordpress.publishing.__file__).parent / "templates"
MOST = 50  # problems on a page; all of them stand in the terminal


@dataclass(slots=True)
class Board:
    """What is shown on every page.

    Args:
        problems: What was found when the dataset was looked at last.
        failure: Why it could not be looked at; "" if it could.
        is_live: Whether what is shown is as the files are, apart from files to be downloaded.
        is_behind: Whether charts and files to be downloaded are those of a build before.
        build: How many packages have been shown.
        session: Tells this server from one that was here before.
    """

    problems: Sequence[Problem] = ()
    failure: str = ""
    is_live: bool = False
    is_behind: bool = False
    build: int = 0
    changes: int = 0
    session: str = field(default_factory=lambda: token_hex(4))
    _environment: Environment = field(
        default_factory=lambda: Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    )

    def tell(self, problems: Sequence[Problem], failure: str, *, is_live: bool) -> bool:
        """Take down what was found; whether it is anything new."""
        now = (tuple(problems), failure, is_live)
        is_new = now != (tuple(self.problems), self.failure, self.is_live)
        self.problems, self.failure, self.is_live = now
        self.changes += is_new
        return is_new

    def note_behind(self, *, is_behind: bool) -> None:
        """Take down whether charts and files to be downloaded are older than the rest."""
        self.changes += is_behind != self.is_behind
        self.is_behind = is_behind

    def state(self) -> Mapping[str, str]:
        """What a page compares to see whether it has to be loaded again, or its problems."""
        return {"build": f"{self.session}-{self.build}", "problems": f"{self.session}-{self.changes}"}

    def banner(self) -> Markup:
        """The problems as HTML, as it stands in every page; empty but for its frame where there are none."""
        errors = sum(problem.severity is Severity.ERROR for problem in self.problems)
        shown = [
            {
                "place": printable(problem.place),
                "code": problem.code,
                "message": printable(problem.message),
                "hint": printable(problem.hint),
                "is_error": problem.severity is Severity.ERROR,
            }
            for problem in self.problems[:MOST]
        ]
        html = self._environment.get_template("_watch.html").render(
            state=self.state(),
            problems=shown,
            errors=errors,
            warnings=len(self.problems) - errors,
            more=len(self.problems) - len(shown),
            failure=printable(self.failure),
            is_live=self.is_live,
            is_behind=self.is_behind,
        )
        return Markup(html)  # noqa: S704 the template escapes all that it shows

    def waiting_page(self) -> str:
        """The page that is shown as long as there is nothing else to show."""
        return self._environment.get_template("watch.html").render(banner=self.banner())
