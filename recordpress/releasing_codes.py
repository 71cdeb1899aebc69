"""The part of the catalogue that is about releasing a version."""

from recordpress.codes import Code
from recordpress.problems import Severity

RELEASING = (
    Code(
        "C501",
        "Version contradicted",
        "What changed since the last release asks for a larger step of the version, or for none; the rule stands in "
        "`docs/how-to/release.md`. `diff` with the last tag lists the changes.",
    ),
    Code("C502", "Tree not ready", "A release is made from a commit at the end of a branch, with nothing left beside."),
    Code("C503", "Version exists", "There is a tag or an entry of the changelog for the version. Choose the next one."),
    Code("C504", "Stale document", "A generated document is not what `docs` or `report` writes now."),
    Code("C505", "Stale tables", "What is committed in `data/` is not what the committed records give. Build again."),
    Code(
        "C506",
        "Last release unreadable",
        "The last release has problems by the rules of today, so that it was compared as far as it can be read. See "
        "for yourself whether the version is large enough.",
        Severity.WARNING,
    ),
    Code("C507", "Version can't be written", "A file that names version or day can't be read as what it should be."),
    Code("C508", "Git refuses", "Git can't commit, tag or go forward. The message is its own; nothing was changed."),
)
