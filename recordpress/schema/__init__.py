"""Schemas: from annotated JSON Schema files to kinds, their nodes, and their tables."""
