"""Where the processes of a release are asked, and what of a web server's configuration depends on that."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_PROCESSES = 50
SLOTS = ("a", "b")  # of two releases that run beside each other for a while, each has its own addresses
INSIDE = 8001  # the port of a process within its container
# Networks of the containers. Addresses stay the same, so that nginx has no names to look up.
SUBNET, OUTSIDE = "172.30.93", "172.30.94"
FRONT_INSIDE = 8080
_TOLD = re.compile(r"^# Release ([0-9a-f]+), slot ([ab])\.$", re.MULTILINE)
_SERVER = "        server {}:{} max_fails=3 fail_timeout=5s;"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    Args:
        processes: How many answer.
        port: That nginx listens on.
        first_port: The first of the processes' ports where they are started by hand.
    """

    processes: int = 2
    port: int = 8080
    first_port: int = 8101


@dataclass(frozen=True, slots=True)
class Slot:
    """The addresses of a release's processes.

    Args:
        name: Which of the two slots it is.
        ports: On the machine itself, of processes started by hand.
        hosts: Of the containers.
    """

    name: str
    ports: tuple[int, ...]
    hosts: tuple[str, ...]


def slot_for(release: str, wish: Wish, before: str = "") -> Slot:
    """The slot of a release.

    Args:
        release: Its id.
        wish: What is asked for.
        before: The `nginx.conf` that it takes the place of; "" for none.

    Returns:
        That of the same release, or else the one that the release before does not have.
    """
    told = _TOLD.search(before)
    name = SLOTS[0]
    if told:
        name = told[2] if told[1] == release else SLOTS[1 - SLOTS.index(told[2])]
    first = wish.first_port + MOST_PROCESSES * SLOTS.index(name)
    own = 101 + MOST_PROCESSES * SLOTS.index(name)
    counted = range(wish.processes)
    return Slot(
        name, tuple(first + number for number in counted), tuple(f"{SUBNET}.{own + number}" for number in counted)
    )


def by_hand(slot: Slot, wish: Wish) -> Mapping[str, str]:
    """What `nginx.conf` is filled with for processes on the same machine."""
    return {
        "listen": f"127.0.0.1:{wish.port}",
        "servers": "\n".join(_SERVER.format("127.0.0.1", port) for port in slot.ports),
        "trusted": "127.0.0.1",
        "access_log": "var/access.log",
        "error_log": "stderr",
    }


def in_containers(slot: Slot) -> Mapping[str, str]:
    """What it is filled with for processes in containers, where requests from the host come through the gateway."""
    return {
        "listen": str(FRONT_INSIDE),
        "servers": "\n".join(_SERVER.format(host, INSIDE) for host in slot.hosts),
        "trusted": f"{OUTSIDE}.1",
        "access_log": "/dev/stdout",
        "error_log": "stderr",
    }
