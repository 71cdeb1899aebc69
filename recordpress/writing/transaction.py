"""Publishing: the package, `data/`, the descriptor and the links change as one.

Several names cannot be renamed at once. So everything is made ready in `.recordpress/staging`, then a
journal is renamed into place, which decides: before it, nothing has changed; after it, whoever comes next
completes what it says. Every step can be repeated. `dist/current` changes in one step, so that whoever
follows it once has one whole package.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from recordpress.writing import sums
from recordpress.writing.files import (
    files_below,
    info_of,
    point,
    remove,
    replace_file,
    sync_folder,
    sync_tree,
)
from recordpress.writing.journal import Layout, Plan, write_journal
from recordpress.writing.names import DESCRIPTOR


def make_plan(layout: Layout, links: dict[str, str], seen: bytes | None) -> Plan:
    """What has to be done to publish the staged package.

    Args:
        layout: The dataset.
        links: Links to have in `dist/`, by name, with what they point to.
        seen: The descriptor that the package was made from; None if there was none.

    Raises:
        OSError: Something cannot be read.
    """
    version = sums.version_id((layout.package / sums.NAME).read_bytes())
    return Plan(
        version=version,
        previous=current_version(layout),
        links=links,
        replace_package=not sums.is_whole(layout.versions / version),
        replace_data=not _same_folder(layout.package / "data", layout.data),
        descriptor_before=_hash(seen),
        descriptor_after=info_of(layout.package / DESCRIPTOR).sha256,
    )


def current_version(layout: Layout) -> str:
    """Name of the folder that `dist/current` leads to; "" if there is none."""
    if not layout.current.is_symlink():
        return ""
    name = Path(os.readlink(layout.current)).name  # noqa: PTH115 (only its text matters)
    return name if (layout.versions / name).is_dir() else ""


def decide(layout: Layout, plan: Plan) -> None:
    """Make everything ready, see it on the disk, and write the journal.

    Raises:
        OSError: Something is wrong with the disk; nothing has changed.
    """
    if plan.replace_data:
        shutil.copytree(layout.package / "data", layout.staging / "data", copy_function=shutil.copyfile)
    shutil.copyfile(layout.package / DESCRIPTOR, layout.staging / DESCRIPTOR)
    layout.versions.mkdir(parents=True, exist_ok=True)
    sync_tree(layout.staging)
    write_journal(layout, plan)


def complete(layout: Layout, plan: Plan) -> None:
    """Do what a plan says, as far as it is not done yet.

    Raises:
        OSError: Something is wrong with the disk; to be repeated.
    """
    if plan.replace_package:
        _exchange(layout.package, layout.versions / plan.version, layout.staging / "old-package")
    point(layout.current, f"versions/{plan.version}")
    if plan.replace_data:
        _exchange(layout.staging / "data", layout.data, layout.staging / "old-data")
    _replace_descriptor(layout, plan)
    _set_links(layout, plan.links)
    for folder in layout.versions.iterdir():
        if folder.name not in {plan.version, plan.previous}:
            remove(folder)
    layout.journal.unlink()
    remove(layout.staging)


def can_complete(layout: Layout, plan: Plan) -> bool:
    """Whether what a plan needs is still there and whole."""
    published = layout.versions / plan.version
    package = layout.package if plan.replace_package and layout.package.is_dir() else published
    return sums.is_whole(package) and sums.version_id((package / sums.NAME).read_bytes()) == plan.version


def undo(layout: Layout) -> None:
    """Go back to what was there before, as far as something had begun, and forget what was staged."""
    old = layout.staging / "old-data"
    if old.is_dir() and not layout.data.exists():
        old.rename(layout.data)
    layout.journal.unlink(missing_ok=True)
    remove(layout.staging)


def set_links(layout: Layout, links: dict[str, str]) -> None:
    """Mend the links in `dist/`, where nothing else has to be done."""
    _set_links(layout, links)


def stray_files(layout: Layout) -> list[str]:
    """Files in `data/` that no build has written, and that replacing it would lose."""
    known = set(files_below(layout.package / "data")) | _listed(layout.descriptor)
    return [path for path in files_below(layout.data) if path not in known and path not in {".DS_Store", "Thumbs.db"}]


def _listed(path: Path) -> set[str]:
    """Paths within `data/` of the resources that a descriptor lists."""
    try:
        resources = json.loads(path.read_bytes()).get("resources", [])
        return {resource["path"].removeprefix("data/") for resource in resources}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return set()


def _hash(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _same_folder(one: Path, other: Path) -> bool:
    paths = list(files_below(one))
    if paths != list(files_below(other)):
        return False
    if any((one / path).stat().st_size != (other / path).stat().st_size for path in paths):
        return False
    return all(info_of(one / path) == info_of(other / path) for path in paths)


def _exchange(new: Path, place: Path, aside: Path) -> None:
    """Put a staged folder into its place, and what is there aside; done already if nothing is staged."""
    if not new.is_dir():
        return
    if place.is_symlink() or place.exists():
        remove(aside)
        place.rename(aside)
    new.rename(place)
    sync_folder(place.parent)


def _replace_descriptor(layout: Layout, plan: Plan) -> None:
    """Put the new descriptor into its place; if somebody has edited it meanwhile, only its resources."""
    staged = layout.staging / DESCRIPTOR
    found = layout.descriptor.read_bytes() if layout.descriptor.exists() else None
    if not staged.exists() or _hash(found) == plan.descriptor_after:
        return
    if found is None or _hash(found) == plan.descriptor_before:
        staged.replace(layout.descriptor)
        sync_folder(layout.root)
        return
    from recordpress.writing.descriptor import with_resources  # noqa: PLC0415 - seldom needed, slow to be loaded

    resources = json.loads(staged.read_bytes())["resources"]
    try:
        merged = with_resources(found.decode(), resources).encode()
    except ValueError:
        return  # whoever edits it has not finished: the next build adds the resources
    replace_file(layout.descriptor, merged, layout.staging / "descriptor.new")


def _set_links(layout: Layout, links: dict[str, str]) -> None:
    for name, target in links.items():
        place = layout.dist / name
        if place.is_dir() and not place.is_symlink():
            layout.staging.mkdir(parents=True, exist_ok=True)
            place.rename(layout.staging / f"old-{name}")
        point(place, target)
    for path in layout.dist.iterdir():
        outdated = path.is_symlink() and path.name not in links and path != layout.current
        if outdated and os.readlink(path).startswith(f"{layout.current.name}/"):  # noqa: PTH115 (as above)
            path.unlink()
