"""recordpress: curated YAML records in, a Frictionless data package and a Datasette site out.

The engine is driven by annotated JSON Schemas and knows nothing of any subject.
"""

__version__ = "0.1.0"
