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
    Code("W650", "Column without a field", "A column of a spreadsheet holds no field of the kind that is imported."),
    Code("W651", "Column twice", "Two columns of a spreadsheet hold the same field. Leave one of them out."),
    Code(
        "W652",
        "Cell contradicts",
        "A column that the engine makes of others, such as the first day of a date, was changed. Change those.",
    ),
    Code(
        "W653", "Cells exclude each other", "Two cells of a row stand for one place of the record, and say two things."
    ),
    Code("W654", "Row twice", "Two rows of a spreadsheet are of the same record. Leave one of them out."),
    Code("W655", "Row without id", "A row of a spreadsheet has no id, and none can be made of it. Write one."),
    Code("W656", "No place for a record", "A new record has no file of its own that its id would tell, or can't have."),
    Code(
        "W657",
        "Cell without a value",
        "A cell of a workbook holds a formula whose value was not saved, an error, or is merged with others.",
    ),
)
