"""Verifying: whether a package, built by whomever, is what it says it is."""

from recordpress.verifying.whole import Manner, verify, verify_database, verify_files

__all__ = ["Manner", "verify", "verify_database", "verify_files"]
