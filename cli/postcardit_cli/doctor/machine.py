"""This machine: who may read one's files, room on the disk, and what photos need."""

import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from ..folders import accounts_folder, config_file, local_store_file
from .findings import Finding, failed, fine
from .patient import Patient

__all__ = ["check_codecs", "check_disk", "check_permissions"]

_ROOM_BYTES = 200 * 1024 * 1024


def check_permissions(patient: Patient) -> list[Finding]:
    """Whether others can read what is private."""
    findings: list[Finding] = []
    for path in _private(patient):
        facts = path.lstat()
        if facts.st_uid != os.getuid():
            findings.append(failed("permissions", f"{path} is not yours.", f'sudo chown "$USER" {path}'))
        elif facts.st_mode & 0o077:
            mode = "700" if stat.S_ISDIR(facts.st_mode) else "600"
            sentence = f"{path} can be read by others (mode {stat.S_IMODE(facts.st_mode):o})."
            findings.append(failed("permissions", sentence, f"chmod {mode} {path}"))
    return findings or [fine("permissions", "Only you can read what is private.")]


def _private(patient: Patient) -> list[Path]:
    accounts = accounts_folder(patient.target.profile)
    store = local_store_file(patient.target.profile)
    paths = [config_file(), accounts, store, *([] if patient.folder is None else _in_folder(patient.folder))]
    if accounts.is_dir():
        paths += [path for path in accounts.iterdir() if path.suffix == ".json"]
    return [path for path in paths if path.exists()]


def _in_folder(folder: Path) -> list[Path]:
    return [folder, *(folder / name for name in ("postcardit.db", "lab.key"))]


def check_disk(patient: Patient) -> list[Finding]:
    """Whether there is room to write."""
    folders = {_existing(path) for path in (local_store_file(patient.target.profile).parent, patient.folder) if path}
    findings: list[Finding] = []
    for folder in sorted(folders):
        free = shutil.disk_usage(folder).free
        if free < _ROOM_BYTES:
            sentence = f"Only {free // 1024**2} MiB are free on the disk of {folder}."
            findings.append(failed("disk", sentence, f"free some room; postcards need {_ROOM_BYTES // 1024**2} MiB"))
        elif (why := _why_not_writable(folder)) is not None:
            findings.append(failed("disk", f"{folder} cannot be written: {why}.", f"chmod u+rwx {folder}, or mount it"))
    return findings or [fine("disk", "There is room to write.")]


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there: what is missing is made when it is needed."""
    return path if path.exists() or path == path.parent else _existing(path.parent)


def _why_not_writable(folder: Path) -> str | None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return (error.strerror or type(error).__name__).lower()
    return None


def check_codecs(patient: Patient) -> Finding:
    """Whether photos can be opened and made small."""
    del patient
    missing = [name for name, works in _CODECS.items() if not _works(works)]
    if missing:
        return failed(
            "codecs",
            f"This machine cannot handle {', '.join(missing)} photos.",
            "pip install --force-reinstall Pillow pillow-heif",
        )
    return fine("codecs", f"{', '.join(_CODECS)} photos can be handled.")


def _works(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (ImportError, OSError):
        return False


def _has(feature: str) -> bool:
    from PIL import features

    return bool(features.check(feature))


def _has_heif() -> bool:
    from pillow_heif import libheif_version

    return bool(libheif_version())


_CODECS: dict[str, Callable[[], bool]] = {
    "JPEG": lambda: _has("jpg"),
    "PNG": lambda: _has("zlib"),
    "WebP": lambda: _has("webp"),
    "HEIC": _has_heif,
}
