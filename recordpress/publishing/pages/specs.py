"""What may stand in a page's front matter and blocks, and how wrong parts become problems with a place."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from recordpress.problems import Problem
from recordpress.reading.document import Document, child
from recordpress.reading.yaml_document import read_yaml
from recordpress.suggestions import did_you_mean

Name = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Box = tuple[
    Annotated[float, Field(ge=-180, le=180)],
    Annotated[float, Field(ge=-90, le=90)],
    Annotated[float, Field(ge=-180, le=540)],
    Annotated[float, Field(ge=-90, le=90)],
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MenuSpec(_Strict):
    """A place in the header's menu."""

    place: int
    title: str = ""


class FrontMatter(_Strict):
    """The front matter of a page."""

    title: str = Field(min_length=1)
    description: str = ""
    menu: MenuSpec | None = None
    include: str = ""


class RecordFrontMatter(_Strict):
    """The front matter of the further parts of records' pages."""

    hides: tuple[str, ...] = ()


class FilterSpec(_Strict):
    """A parameter that the reader may choose."""

    title: str = Field(min_length=1)
    choices: str = ""
    default: str = ""


class RegionSpec(_Strict):
    """A part of the world that a map shows."""

    title: str
    box: Box
    detail: Literal["crude", "low", "intermediate"] = "low"

    @field_validator("box")
    @classmethod
    def _has_height(cls, box: Box) -> Box:
        if box[1] >= box[3]:
            message = "south is to be less than north: [west, south, east, north]"
            raise ValueError(message)
        return box


class BlockSpec(_Strict):
    """A block."""

    title: str = ""
    note: str = ""
    empty: str = "Nothing was found."
    sql: str = ""
    query: str = ""
    arguments: dict[Name, str | int] = Field(default_factory=dict)
    filters: dict[Name, FilterSpec] = Field(default_factory=dict)
    limit: int = Field(default=1000, ge=1, le=1000)
    half: bool = False
    chart: str = ""
    regions: tuple[RegionSpec, ...] = ()


def read_spec(model: type[Any], text: str, path: str, line: int, code: str) -> tuple[Any | None, list[Problem]]:
    """Read YAML that stands within another file.

    Args:
        model: The pydantic model that it must fit.
        text: The YAML.
        path: The file.
        line: Line of the file at which the YAML begins, counted from 1.
        code: Code of what is wrong with its parts.

    Returns:
        An instance of the model, or None, and the problems with their places in the file.
    """
    document = read_yaml(("\n" * (line - 1) + text).encode(), path) if text.strip() else Document({})
    if not document.complete:
        return None, list(document.problems)
    if not isinstance(document.value, dict):
        return None, [Problem(code, path, "lines of `key: value` are expected", line, 1)]
    try:
        return model.model_validate(document.value), list(document.problems)
    except ValidationError as error:
        return None, [*document.problems, *_problems(model, error, document, path, code)]


def _problems(
    model: type[BaseModel], error: ValidationError, document: Document, path: str, code: str
) -> Iterator[Problem]:
    for item in error.errors(include_url=False, include_context=False):
        pointer = ""
        for step in item["loc"]:
            pointer = child(pointer, step)
        unknown = item["type"] == "extra_forbidden"
        message = f"there is no `{item['loc'][-1]}` here" if unknown else _message(item)
        hint = did_you_mean(str(item["loc"][-1]), model.model_fields) if unknown else ""
        line, column = document.position_of(pointer, key=unknown)
        yield Problem(code, path, message, line, column, pointer, hint)


def _message(item: Any) -> str:
    name = ".".join(str(step) for step in item["loc"])
    if item["type"] == "missing":
        return f"`{name}` is missing"
    message = item["msg"].removeprefix("Value error, ")
    return f"`{name}`: {message[0].lower()}{message[1:]}"
