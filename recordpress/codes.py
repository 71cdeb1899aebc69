"""What a code of the catalogue is."""

from dataclasses import dataclass

from recordpress.problems import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem.

    Args:
        code: The stable code.
        title: What it is called in lists.
        explanation: Why it is a problem and how to mend it; shown in the documents.
        severity: What a problem of this code does to a build.
    """

    code: str
    title: str
    explanation: str
    severity: Severity = Severity.ERROR
