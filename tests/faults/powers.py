"""What faults need of the system: small disks, folders that can't be written to, and to be refused at all."""

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.fault import NotHereError

OWN_MOUNTS = "FAULTS_OWN_MOUNTS"  # set where mounts are seen by this program alone
CAPABILITY_VERSION = 0x20080522  # of the capset(2) call: two words of 32 capabilities each


def go_where_mounts_are_ones_own() -> None:
    """Start this program anew where what it mounts is seen by nobody else and ends with it, if that is allowed."""
    unshare = shutil.which("unshare")
    if OWN_MOUNTS in os.environ or unshare is None:
        return
    command = [unshare, "--mount", *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
        os.environ[OWN_MOUNTS] = "yes"
        os.execv(unshare, [*command, *sys.orig_argv])  # noqa: S606 (no shell is wanted)


@contextmanager
def small_disk(place: Path) -> Iterator[Callable[[str], None]]:
    """A disk in memory at a folder, and a function that sets an option of it, as `size=100k`.

    Raises:
        NotHereError: Mounting is not allowed.
    """
    _mount("-t", "tmpfs", "-o", "size=1g", "tmpfs", str(place))
    try:
        yield lambda option: _mount("-o", f"remount,{option}", str(place))
    finally:
        _umount(place)


@contextmanager
def mounted_read_only(place: Path) -> Iterator[None]:
    """The folder on a file system that takes no changes, as root meets one, too.

    Raises:
        NotHereError: Mounting is not allowed.
    """
    _mount("--bind", str(place), str(place))
    try:
        _mount("-o", "remount,bind,ro", str(place))
        yield
    finally:
        _umount(place)


@contextmanager
def forbidden(place: Path) -> Iterator[Callable[[], None]]:
    """The folder without the right to write to it, and a function that makes root mind that in its own process."""
    folders = [place, *(path for path in place.rglob("*") if path.is_dir() and not path.is_symlink())]
    for folder in folders:
        folder.chmod(0o555)
    try:
        yield give_up_privileges
    finally:
        for folder in folders:
            if folder.exists():
                folder.chmod(0o755)


def give_up_privileges() -> None:
    """Let permissions count for this process, even if it is root's; for good.

    Raises:
        OSError: The system refuses.
    """
    if os.geteuid() != 0:
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def limit_files(size: int) -> None:
    """Let no file of this process become longer than so many bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _mount(*arguments: str) -> None:
    program = shutil.which("mount")
    if program is None or OWN_MOUNTS not in os.environ:
        raise NotHereError("mounting is not allowed here")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"mounting is not allowed here ({done.stderr.strip().splitlines()[0]})")


def _umount(place: Path) -> None:
    program = shutil.which("umount")
    subprocess.run([str(program), str(place)], check=True)
