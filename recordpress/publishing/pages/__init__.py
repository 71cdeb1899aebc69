"""Pages of a dataset's own: words in Markdown, with blocks that show what queries find."""
