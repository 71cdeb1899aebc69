# Commitments by what became of them, worked out from the basic table with base R.
# Run it anywhere in a clone: Rscript docs/examples/commitments_by_status.R

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE))
data <- file.path(dirname(script), "..", "..", "data")
commitments <- read.csv(file.path(data, "commitments.csv"), na.strings = "", encoding = "UTF-8")
commitments <- commitments[is.na(commitments$withdrawn_date), ]

counts <- sort(table(commitments$status), decreasing = TRUE)
for (status in names(counts)) {
  cat(sprintf("%-12s %3d  %s\n", status, counts[[status]], strrep("#", counts[[status]])))
}

# How late those were that were kept and had a day on which they were due.
day <- function(column, precision) as.Date(ifelse(precision == "day", column, NA))
kept <- day(commitments$fulfilled_on_earliest, commitments$fulfilled_on_precision)
late <- as.integer(kept - as.Date(commitments$due_latest))
cat(sprintf("%d commitments with a date of fulfilment to the day and a time by which they were due; ", sum(!is.na(late))))
cat(sprintf("%d of them in time, median %g days after (negative: before)\n", sum(late <= 0, na.rm = TRUE), median(late, na.rm = TRUE)))

timeline <- read.csv(file.path(data, "timeline.csv"), na.strings = "", encoding = "UTF-8")
published <- table(timeline$status[timeline$kind == "commitment"])
undated <- sum(is.na(commitments$made_on))
same <- sum(published) + undated == nrow(commitments) && all(published <= counts[names(published)])
cat(if (same) "These are the published figures.\n" else "These are NOT the published figures.\n")
quit(status = if (same) 0 else 1)
