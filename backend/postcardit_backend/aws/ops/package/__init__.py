"""The package of the functions: one zip file for all of them, for Lambda's Linux."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from postcardit_sdk import version

from .archive import digest, write_archive
from .bytecode import compile_folder
from .contents import belongs
from .dependencies import PackageFailed, bring, lock_file

__all__ = ["ARCHITECTURES", "PYTHONS", "Package", "PackageFailed", "make_package", "pack"]

ARCHITECTURES = ("arm64", "x86_64")
PYTHONS = ("3.12", "3.13")
_MOST_BYTES = 50_000_000
"""What Lambda takes without a detour; a larger one starts more slowly, too."""
_MOST_UNPACKED_BYTES = 250 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was made."""

    file: Path
    sha256: str
    byte_size: int
    unpacked_bytes: int
    is_compiled: bool


def make_package(
    out: Path,
    *,
    architecture: str = "arm64",
    python: str = "3.13",
    lock: Path | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Package:
    """Bring the dependencies and pack them with the backend. Raises PackageFailed."""
    with tempfile.TemporaryDirectory(prefix="postcardit-package-") as temporary:
        folder = Path(temporary) / "dependencies"
        tell(f"Bringing the dependencies for {architecture} and Python {python} ...")
        bring((lock or lock_file()).read_text("utf-8"), folder, architecture=architecture, python=python)
        tell("Packing ...")
        return pack(folder, out, python=python)


def pack(dependencies: Path, out: Path, *, python: str) -> Package:
    """Pack a folder of dependencies with the backend and what it needs of the SDK. Raises PackageFailed."""
    with tempfile.TemporaryDirectory(prefix="postcardit-package-") as temporary:
        folder = Path(temporary)
        for home in (dependencies, *_own_homes()):
            _gather(home, folder)
        is_compiled = compile_folder(folder, python)
        files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        unpacked = sum(path.stat().st_size for path in files.values())
        out.parent.mkdir(parents=True, exist_ok=True)
        write_archive(files, out)
    size = out.stat().st_size
    if size > _MOST_BYTES or unpacked > _MOST_UNPACKED_BYTES:
        raise PackageFailed(f"{out} has {size / 1e6:.1f} MB ({unpacked / 1e6:.0f} MB unpacked): Lambda takes 50 (250).")
    return Package(out, digest(out), size, unpacked, is_compiled)


def _own_homes() -> list[Path]:
    backend = Path(__file__).resolve().parents[3]
    return [backend, Path(version.__file__).resolve().parent]


def _gather(home: Path, folder: Path) -> None:
    """Copy what is needed: all of a folder of dependencies, or one package of ours below its own name."""
    prefix = f"{home.name}/" if (home / "__init__.py").exists() else ""
    for path in sorted(home.rglob("*")):
        name = f"{prefix}{path.relative_to(home).as_posix()}"
        if path.is_file() and belongs(name):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
