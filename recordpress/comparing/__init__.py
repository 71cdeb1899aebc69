"""What changed between two states of a dataset: revisions of the repository, the working tree, published packages."""
