"""Brings the dependencies for Lambda's Linux, in the versions and with the hashes of requirements.lock."""

import re
import subprocess
import sys
from pathlib import Path

from .contents import REQUIREMENTS

__all__ = ["PackageFailed", "bring", "lock_file", "locked"]

_PLATFORMS = {"arm64": "aarch64", "x86_64": "x86_64"}
_GLIBC = 34
"""Amazon Linux 2023 has 2.34. (Lambda's Python 3.11 runs on Amazon Linux 2, whose 2.26 is too old for Pillow.)"""
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==[^\n]*(?:\n[ \t]+[^\n]*)*", re.MULTILINE)
_ADDRESS = re.compile(r"[a-z+]+://\S+")
_PIP_SECONDS = 1800


class PackageFailed(Exception):
    """The package cannot be made; the message says what to do."""


def lock_file() -> Path:
    """The lock of this installation: beside the backend in a wheel, at the top of a checkout."""
    backend = Path(__file__).resolve().parents[3]
    for place in (backend / "requirements.lock", backend.parents[1] / "requirements.lock"):
        if place.is_file():
            return place
    raise PackageFailed("There is no requirements.lock beside this installation: name one with --lock FILE.")


def locked(lock: str) -> str:
    """The part of a lock that the package needs, as a requirements file with hashes."""
    found = {match[1].lower(): match[0].replace(" ; ", "; ") for match in _REQUIREMENT.finditer(lock)}
    missing = [name for name in REQUIREMENTS if name not in found]
    if missing:
        raise PackageFailed(f"The lock does not name {', '.join(missing)}: it belongs to another version of the kit.")
    return "".join(f"{found[name]}\n" for name in REQUIREMENTS)


def bring(lock: str, folder: Path, *, architecture: str, python: str) -> None:
    """Install them into a folder, for another machine. Raises PackageFailed."""
    requirements = folder.with_name(f"{folder.name}.txt")
    requirements.write_text(locked(lock), "utf-8")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--no-compile", "--implementation=cp"]
    command += [f"--python-version={python}", *(f"--platform={name}" for name in platforms(architecture))]
    command += [f"--target={folder}", f"--requirement={requirements}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_PIP_SECONDS)
    except subprocess.TimeoutExpired:
        raise PackageFailed("pip did not bring the dependencies within half an hour. Try again.") from None
    if "No module named pip" in done.stderr:
        raise PackageFailed("This Python has no pip, which brings the dependencies. Run: python -m ensurepip")
    if done.returncode != 0:
        raise PackageFailed(f"pip could not bring the dependencies for {architecture}: {_reason(done.stderr)}")


def platforms(architecture: str) -> list[str]:
    """The names of all Linuxes whose wheels Lambda's can load, the newest first."""
    machine = _PLATFORMS[architecture]
    numbered = [f"manylinux_2_{minor}_{machine}" for minor in range(_GLIBC, 16, -1)]
    return [*numbered, f"manylinux2014_{machine}", f"linux_{machine}"]


def _reason(complaint: str) -> str:
    """What pip says last, without addresses: those of an index may hold a password."""
    lines = [line.removeprefix("ERROR: ").strip() for line in complaint.splitlines() if line.startswith("ERROR: ")]
    reason = _ADDRESS.sub("an address", lines[-1]) if lines else "it did not say why."
    return f"{reason} Is there a network?" if "No matching distribution" in reason else reason
