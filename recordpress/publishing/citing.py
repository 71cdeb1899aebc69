"""How to cite a record: in words, for BibTeX, and as CSL-JSON, with the version and date of the dataset."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from recordpress.publishing.date_words import date_words
from recordpress.publishing.package import descriptor

_IN_PROCESS = "localhost"  # the host that Datasette's own client asks, without a port
_AUTHORS = frozenset({"creator", "author"})
_TEX = {
    **{character: f"\\{character}" for character in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_TEX_SPECIAL = re.compile(f"[{re.escape(''.join(_TEX))}]")


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a citation names of a dataset.

    Args:
        name: Its name for programs.
        title: Its name for people.
        version: Its version; "" for none.
        authors: Who made it.
        released: Day of this version, `YYYY-MM-DD`; "" if that is not known.
    """

    name: str
    title: str
    version: str
    authors: tuple[str, ...]
    released: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A record as it is cited, in three forms."""

    words: str
    bibtex: str
    csl: str


@lru_cache(maxsize=2)
def read_dataset(folder: Path) -> Dataset:
    """What the package's descriptor says; its folder is never changed once it is there."""
    return dataset_of(descriptor(folder))


def dataset_of(descriptor: Mapping[str, Any]) -> Dataset:
    """What a citation names, from `datapackage.json`: of its contributors those who created it, or else all."""
    contributors = [one for one in descriptor.get("contributors", ()) if one.get("title")]
    creators = [one for one in contributors if _AUTHORS & {*one.get("roles", ()), one.get("role")}]
    return Dataset(
        name=str(descriptor["name"]),
        title=str(descriptor.get("title") or descriptor["name"]),
        version=str(descriptor.get("version", "")),
        authors=tuple(str(one["title"]) for one in creators or contributors),
        released=str(descriptor.get("created", ""))[:10],
    )


def on_the_web(site: Any, request: Any, path: str) -> str:
    """The full address of a page: below the package's homepage, or else at the host that was asked.

    Args:
        site: The Datasette instance, with its package.
        request: Datasette's request.
        path: Of the page, as pages link to it.

    Returns:
        The address; "" where no host was asked, as for a site of plain files whose package names no homepage.
    """
    home = str(site.package.metadata.get("about_url", "")).rstrip("/")
    if home:
        return home + path.removeprefix(site.setting("base_url").rstrip("/"))
    return "" if request.host == _IN_PROCESS else str(site.absolute_url(request, path))


def cite(dataset: Dataset, ref: str, label: str, address: str, released: date | None = None) -> Citation:
    """The citation of a record.

    Args:
        dataset: The dataset.
        ref: The record, as `kind/id`.
        label: Its name.
        address: Address of its page; "" if that is not known.
        released: Day of the dataset where the dataset itself names none.
    """
    day = dataset.released or (released.isoformat() if released else "")
    return Citation(
        _words(dataset, day, ref, label, address),
        _bibtex(dataset, day, ref, label, address),
        _csl(dataset, day, ref, label, address),
    )


def _words(dataset: Dataset, day: str, ref: str, label: str, address: str) -> str:
    version = f", version {dataset.version}" if dataset.version else ""
    when = f" of {date_words(day)}" if day else ""
    authors = f"{', '.join(dataset.authors)}: " if dataset.authors else ""
    return f"{authors}“{label}”. In: {dataset.title}{version}{when}, record {ref}. {address}".rstrip()


def _bibtex(dataset: Dataset, day: str, ref: str, label: str, address: str) -> str:
    version = f", version {dataset.version}" if dataset.version else ""
    year, month, _ = f"{day}--".split("-", 2)
    fields = {
        "title": f"{{{_tex(label)}}}",
        "author": " and ".join(f"{{{_tex(author)}}}" for author in dataset.authors),
        "year": year,
        "month": month,
        "howpublished": _tex(f"In: {dataset.title}{version}"),
        "note": _tex(f"Record {ref}"),
        "url": address,
    }
    lines = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{re.sub('[^A-Za-z0-9-]+', '-', f'{dataset.name}-{ref}')}{lines}\n}}\n"


def _tex(text: str) -> str:
    return _TEX_SPECIAL.sub(lambda found: _TEX[found[0]], text)


def _csl(dataset: Dataset, day: str, ref: str, label: str, address: str) -> str:
    item = {
        "id": f"{dataset.name}/{ref}",
        "type": "entry",
        "title": label,
        "container-title": dataset.title,
        "author": [{"literal": author} for author in dataset.authors],
        "issued": {"date-parts": [[int(part) for part in day.split("-")]]} if day else None,
        "version": dataset.version,
        "number": ref,
        "URL": address,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2)
