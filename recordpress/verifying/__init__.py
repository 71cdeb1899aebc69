"""Verifying: whether a package, built by whomever, is what it says it is."""

from recordpress.verifying.whole import verify, verify_files

__all__ = ["verify", "verify_files"]
