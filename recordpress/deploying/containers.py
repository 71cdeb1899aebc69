"""The files that container images are built from: of a release, and of a dataset that is still to be built."""

import json
from collections.abc import Mapping
from typing import Any

from recordpress.deploying.filling import filled, plain_name
from recordpress.deploying.places import INSIDE

_INSIDE = {"inside": str(INSIDE)}


def containerfile() -> str:
    """Makes an image of a release, whose folder is the context."""
    return filled("Containerfile", {"serving": _serving()})


def dockerfile(metadata: Mapping[str, Any]) -> str:
    """Makes an image of a dataset, whose folder is the context: it is built, and only its release is in the image.

    Args:
        metadata: `datapackage.json`, of which title and licences are labels. The version is none: it would
            go stale with each release; who makes the image gives it.
    """
    licences = [str(licence["name"]) for licence in metadata.get("licenses", ()) if "name" in licence]
    values = {
        "name": plain_name(str(metadata["name"])),
        "title": _label(str(metadata.get("title", metadata["name"]))),
        "licences": _label(" AND ".join(licences)),
        "serving": _serving(),
    }
    return filled("Dockerfile", values)


def dockerignore() -> str:
    """What of a dataset's folder the build of its image may see."""
    return filled("dockerignore-of-dataset", {})


def _serving() -> str:
    return filled("serving", _INSIDE).rstrip("\n")


def _label(text: str) -> str:
    """A text as the value of a label, where `$` begins a variable."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False).replace("$", "\\$")
