"""postcardit aws package: the functions' zip file."""

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..context import options_of
from ..exits import CommandFailed, usage
from ..render import notice, say, show_json
from .reach import Architecture, Python

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.package import Package

__all__ = ["make", "package"]


def package(
    ctx: typer.Context,
    arch: Architecture = "arm64",
    python: Python = "3.13",
    out: Annotated[
        Path | None, typer.Option("--out", help="The zip file.  [default: postcardit-ARCH.zip]", metavar="FILE")
    ] = None,
    lock: Annotated[
        Path | None, typer.Option("--lock", help="Another requirements.lock than the kit's.", metavar="FILE")
    ] = None,
) -> None:
    """Build the functions' package for Lambda's Linux. The same sources give the same bytes.

    The dependencies come by pip, with the hashes of the lock. If this Python is the one that Lambda will run, the
    package holds bytecode, and starts faster.
    """
    made = make(ctx, out or Path(f"postcardit-{arch}.zip"), arch, python, lock)
    if options_of(ctx).as_json:
        known = {"file": str(made.file), "sha256": made.sha256, "byteSize": made.byte_size}
        known |= {"unpackedBytes": made.unpacked_bytes, "compiled": made.is_compiled}
        show_json(json.dumps(known, indent=2))
        return
    say(
        f"{made.file}: {made.byte_size / 1e6:.1f} MB, {made.unpacked_bytes / 1e6:.0f} MB unpacked, sha256 {made.sha256}"
    )


def make(ctx: typer.Context, out: Path, arch: str, python: str, lock: Path | None = None) -> "Package":
    """Build it. Raises CommandFailed."""
    from postcardit_backend.aws.ops.package import ARCHITECTURES, PYTHONS, PackageFailed, make_package

    if arch not in ARCHITECTURES:
        raise usage(f"{arch!r} is no architecture of Lambda's: {' or '.join(ARCHITECTURES)}.")
    if python not in PYTHONS:
        raise usage(f"{python!r} is no Python of Lambda's that the kit knows: {', '.join(PYTHONS)}.")
    if not _can_be_written(out.absolute()):
        raise usage(f"{out} cannot be written.", hint="--out FILE names another place")
    try:
        return make_package(out, architecture=arch, python=python, lock=lock, tell=lambda line: notice(ctx, line))
    except PackageFailed as error:
        raise CommandFailed(str(error), code="package_failed") from None


def _can_be_written(file: Path) -> bool:
    """Whether a file may be made there, or written anew, its folders included."""
    if file.exists():
        return file.is_file() and os.access(file, os.W_OK)
    folder = next(folder for folder in file.parents if folder.exists())
    return folder.is_dir() and os.access(folder, os.W_OK)
