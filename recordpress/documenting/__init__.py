"""Documents that are generated from schemas, code and records, so that they can't drift from them."""

from recordpress.documenting.documents import write_documents
from recordpress.documenting.quality import write_report

__all__ = ["write_documents", "write_report"]
