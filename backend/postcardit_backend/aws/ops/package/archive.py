"""Zip files whose bytes depend on what is in them and on nothing else."""

import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path

__all__ = ["digest", "write_archive"]

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The oldest time that a zip file knows."""
_READABLE = 0o100644 << 16


def write_archive(files: Mapping[str, Path], out: Path) -> None:
    """Write the files by their names in the archive: sorted, without times and owners."""
    beside = out.with_name(f"{out.name}.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _FIRST_DAY)
            entry.external_attr = _READABLE
            entry.create_system = 3  # Unix, wherever it is made
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name].read_bytes(), compresslevel=6)
    beside.replace(out)


def digest(file: Path) -> str:
    """Its SHA-256, in hexadecimal."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
