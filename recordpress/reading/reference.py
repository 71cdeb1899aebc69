"""The reference reader of YAML, loaded when it is first needed: where nothing is wrong, that is never."""

from recordpress.reading.document import Document


def read_yaml(data: bytes, path: str) -> Document:
    """What `recordpress.reading.yaml_document.read_yaml` gives."""
    from recordpress.reading.yaml_document import read_yaml as read  # noqa: PLC0415 - with it comes PyYAML

    return read(data, path)
