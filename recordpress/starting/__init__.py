"""A new dataset: what is asked, the files that it begins with, and how they come into their folder."""
