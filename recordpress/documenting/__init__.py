"""Documents that are generated from schemas and code, so that they can't drift from them."""

from recordpress.documenting.documents import write_documents

__all__ = ["write_documents"]
