"""The metadata that people write into `datapackage.json`: what has to be there, and of what form it is.

Keys of one's own are welcome; the standard's own are checked (Data Package v2, https://datapackage.org), and so are two
that it lacks and that descriptions for catalogues need: `temporal` and `spatial`. `recordpress/descriptor.schema.json`
is generated from the models (`python -m recordpress.writing.metadata`).
"""

import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from recordpress.pointers import pointer
from recordpress.problems import MOST, Finding, Severity
from recordpress.suggestions import did_you_mean

PATH = "datapackage.json"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
SEMANTIC_VERSION = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(-(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z.-]+)?$"
)
DATE_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"
ADVICE = {
    "/name": "lower-case letters and digits, with -, _ or . between them: it names files and the database",
    "/version": "three numbers such as 1.0.0 (semantic versioning)",
    "/$schema": f'it says which standard the file follows: "{PROFILE}"',
    "/created": "a date with time and zone, such as 2025-01-31T12:00:00Z",
    "/spatial": "a list of the names of places",
    "/temporal/start": "a year, a month or a day, such as 1999, 1999-12 or 1999-12-31",
    "/temporal/end": "a year, a month or a day, such as 1999, 1999-12 or 1999-12-31",
}

Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://\S+$")]
Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
Day = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=100)]


class _Part(BaseModel):
    """A part of the metadata, which may have keys of one's own."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)


class License(_Part):
    """A licence: its Open Definition name, its address, or both."""

    model_config = ConfigDict(json_schema_extra={"anyOf": [{"required": ["name"]}, {"required": ["path"]}]})

    name: Text | None = None
    path: Text | None = None
    title: Text | None = None

    @model_validator(mode="after")
    def _is_named(self) -> "License":
        if self.name is None and self.path is None:
            raise ValueError("a licence needs a name or a path")
        return self


class Contributor(_Part):
    """A person or an organization that had a part in it."""

    title: Text | None = None
    givenName: Text | None = None  # noqa: N815 (the standard's name)
    familyName: Text | None = None  # noqa: N815 (the standard's name)
    path: Text | None = None
    email: Email | None = None
    roles: Annotated[list[Text], Field(min_length=1)] | None = None
    organization: Text | None = None


class Source(_Part):
    """Where the data come from."""

    title: Text | None = None
    path: Text | None = None
    email: Email | None = None
    version: Text | None = None


class Period(_Part):
    """The time that the data cover: a first and a last year, month or day, or one of both."""

    start: Day | None = None
    end: Day | None = None


class Metadata(_Part):
    """The package's own properties, without `resources`."""

    profile: Annotated[Literal["https://datapackage.org/profiles/2.0/datapackage.json"], Field(alias="$schema")]
    name: Slug
    version: Annotated[str, Field(pattern=SEMANTIC_VERSION, max_length=100)]
    id: Text | None = None
    title: Text | None = None
    description: Text | None = None
    homepage: Address | None = None
    created: Annotated[str, Field(pattern=DATE_TIME)] | None = None
    keywords: Annotated[list[Text], Field(min_length=1)] | None = None
    image: Text | None = None
    licenses: Annotated[list[License], Field(min_length=1)] | None = None
    contributors: Annotated[list[Contributor], Field(min_length=1)] | None = None
    sources: Annotated[list[Source], Field(min_length=1)] | None = None
    temporal: Period | None = None
    spatial: Annotated[list[Text], Field(min_length=1)] | None = None


def descriptor_schema() -> dict[str, Any]:
    """The JSON Schema of metadata without keys of one's own: `recordpress.forms` tells by it that nothing is wrong."""
    schema = Metadata.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "additionalProperties": False}


KNOWN = {field.alias or name for name, field in Metadata.model_fields.items()} | {"resources"}


def metadata_findings(metadata: Mapping[str, Any]) -> Iterator[Finding]:
    """What is wrong with the metadata.

    Args:
        metadata: `datapackage.json` as parsed; `resources`, which the engine writes, is not looked at.

    Yields:
        W610 for each property that is missing or of the wrong form, W611 for each that looks misspelt.
    """
    given = {key: value for key, value in metadata.items() if key != "resources"}
    try:
        Metadata.model_validate(given)
    except ValidationError as errors:
        for error in errors.errors(include_url=False, include_context=False, include_input=False):
            place = pointer(error["loc"])
            yield Finding("W610", PATH, place, _message(error["type"], error["msg"], place), ADVICE.get(place, ""))
    absent = KNOWN - given.keys()
    for key in islice((key for key in given if key not in KNOWN), MOST):
        hint = did_you_mean(key, absent)
        if hint:
            message = f"`{key}` is no property of the standard"
            yield Finding("W611", PATH, pointer([key]), message, hint, Severity.WARNING, at_key=True)


def _message(kind: str, text: str, place: str) -> str:
    if kind == "missing":
        return f"the property `{place.rpartition('/')[2]}` is missing"
    return text.removeprefix("Value error, ").replace("Input should", "it should").replace("String should", "it should")


if __name__ == "__main__":
    print(json.dumps(descriptor_schema(), ensure_ascii=False, indent=2))
