"""Measures the engine: a generated corpus, a plain pipeline to compare with, and the bounds of the machine."""
