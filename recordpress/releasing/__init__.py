"""Releasing a version of a dataset: checked against what changed, written down, built, committed and tagged."""
