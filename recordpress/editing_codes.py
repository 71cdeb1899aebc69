"""The codes of problems that commands which edit records' files tell of."""

from recordpress.codes import Code
from recordpress.problems import Severity

EDITING = (
    Code("W640", "Changed meanwhile", "A file that was to be changed is not any more as it was read. Run it again."),
    Code("W641", "Another edit", "Another command is saving its edits, and has not finished."),
    Code(
        "W642",
        "Edit completed",
        "A command that edits several files was killed while it saved them; the next one has completed what it began.",
        Severity.WARNING,
    ),
    Code("W643", "Edit refused", "The file system refuses to write: the disk is full, or you may not write there."),
)
