"""The functions' package for the emulator, which runs them with the Python of these tests: out of its site-packages."""

import importlib.metadata
from pathlib import Path

from postcardit_backend.aws.ops.package import Package, pack
from postcardit_backend.aws.ops.package.contents import REQUIREMENTS

__all__ = ["installed_dependencies", "package_for_emulator"]


def installed_dependencies(folder: Path) -> None:
    """The dependencies as they are installed here, as links."""
    for name in REQUIREMENTS:
        for file in importlib.metadata.files(name) or []:
            source = Path(str(file.locate()))
            target = folder / file
            if ".." not in file.parts and source.is_file():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.symlink_to(source)


def package_for_emulator(folder: Path) -> Package:
    """A whole package, without a network."""
    dependencies = folder / "dependencies"
    installed_dependencies(dependencies)
    return pack(dependencies, folder / "package.zip", python="another")  # bytecode takes long
