"""Verifying: whether a package, built by whomever, is what it says it is."""

from recordpress.verifying.whole import verify

__all__ = ["verify"]
