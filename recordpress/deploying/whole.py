"""Writing what serves a package in the open: its release, and the files that start and front its processes."""

from collections.abc import Mapping
from pathlib import Path

from recordpress.deploying.filling import downloads_part, filled, plain_name
from recordpress.deploying.places import (
    FRONT_INSIDE,
    INSIDE,
    OUTSIDE,
    SUBNET,
    Slot,
    Wish,
    by_hand,
    in_containers,
    slot_for,
)
from recordpress.deploying.release import write_release
from recordpress.publishing.package import PackageError, open_package
from recordpress.publishing.server import CURRENT
from recordpress.unusable import UnusableError
from recordpress.writing.files import replace_file

CONFIGURATION = "nginx.conf"
VARIABLE = "var"  # the one folder that nginx writes to


def deploy(root: Path, target: Path, wish: Wish) -> str:
    """Write what serves the current package of a dataset.

    Args:
        root: The dataset's folder.
        target: Where to. Releases that are there stay; the files that lead to one then lead to the new one.
        wish: How many processes, and where.

    Returns:
        A sentence on what was written.

    Raises:
        UnusableError: There is no package, or the folder holds something else.
    """
    _require_ours(target)
    try:
        package = open_package(root / CURRENT)
    except PackageError as error:
        raise UnusableError(str(error)) from None
    (target / VARIABLE).mkdir(parents=True, exist_ok=True)
    release = write_release(root, target)
    slot = slot_for(release, wish, _text(target / CONFIGURATION))
    for name, text in fronts(release, slot, wish, plain_name(package.name)).items():
        replace_file(target / name, text.encode(), target / f".{name}.new")
    return f"release {release} of {package.name}, slot {slot.name}, in {target}: its README.md says how to start it"


def fronts(release: str, slot: Slot, wish: Wish, name: str) -> Mapping[str, str]:
    """The files beside the releases.

    Args:
        release: Id of the release that they lead to.
        slot: Its addresses.
        wish: What is asked for.
        name: The package's name in plain letters.

    Returns:
        Their texts by their names, the configuration of nginx last: it tells which release was written.
    """
    values = {
        "release": release,
        "slot": slot.name,
        "name": name,
        "processes": str(wish.processes),
        "port": str(wish.port),
        "front_inside": str(FRONT_INSIDE),
        "inside": str(INSIDE),
        "subnet": SUBNET,
        "outside": OUTSIDE,
        **downloads_part(),
    }
    hosts = {f"app-{release}-{number}": host for number, host in enumerate(slot.hosts, 1)}
    services = [filled("service.yaml", {**values, "service": one, "host": host}) for one, host in hosts.items()]
    commands = "\n".join(
        f"../../venv/bin/python -m recordpress serve --release . --port {port} &" for port in slot.ports
    )
    here = {**values, **by_hand(slot, wish)}
    read_me = {**here, "service_names": " ".join(hosts), "commands": commands}
    return {
        "README.md": filled("README.md", read_me),
        "compose.yaml": filled("compose.yaml", {**values, "services": "".join(services)}),
        "nginx.containers.conf": filled("nginx.conf", {**values, **in_containers(slot)}),
        CONFIGURATION: filled("nginx.conf", here),
    }


def _require_ours(target: Path) -> None:
    """See that nothing else lies where the files are to lie.

    Raises:
        UnusableError: Something does.
    """
    if target.exists() and not target.is_dir():
        message = f"{target} is no folder: name another one"
        raise UnusableError(message)
    if target.is_dir() and any(target.iterdir()) and not (target / VARIABLE).is_dir():
        message = f"{target} holds something that deploy has not written: empty it, or name another folder"
        raise UnusableError(message)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""
