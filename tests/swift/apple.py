"""Apple's modules, as far as the package uses them: stubs, so that what only Apple has is type-checked here."""

import hashlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["BRANCH", "STUBS", "AppleModules"]

FOLDER = Path(__file__).with_name("apple_stubs")

STUBS = (
    "AppleCore", "Security", "CryptoKit", "Combine", "CoreGraphics", "ImageIO", "UniformTypeIdentifiers", "Network",
    "UIKit", "os", "BackgroundTasks", "CoreLocation", "SwiftUI", "MapKit", "PhotosUI",
)  # fmt: skip
"""The modules, each after those that it imports."""

LANGUAGE = (
    "-parse-as-library",
    "-swift-version",
    "6",
    "-enable-upcoming-feature",
    "ExistentialAny",
    "-warnings-as-errors",
)
"""What Package.swift says of the language."""

RESOURCES = "import Foundation\n\nextension Foundation.Bundle { static let module = Bundle.main }\n"
"""What the package manager writes for a target with resources."""

BRANCH = re.compile(r"^[ \t]*#(?:if|elseif) .*canImport\((?!FoundationNetworking|Darwin).*$", re.MULTILINE)
"""Where a branch begins that only Apple's systems compile, or only others."""


@dataclass(frozen=True, slots=True)
class AppleModules:
    """A folder of compiled modules that stand in for Apple's. What is compiled already is not compiled again."""

    swiftc: str
    folder: Path

    def make_stubs(self) -> None:
        """Compile the stubs."""
        for name in STUBS:
            sources = {path.name: path.read_text("utf-8") for path in sorted((FOLDER / name).glob("*.swift"))}
            self.emit(name, sources, language=("-parse-as-library", "-swift-version", "6"))

    def emit(self, name: str, sources: Mapping[str, str], *more: str, language: Sequence[str] = LANGUAGE) -> None:
        """Type-check sources as a module that others import. Fails with what the compiler says."""
        stamp = self.folder / f"{name}.stamp"
        key = self._key(sources, (*language, *more))
        if not (stamp.is_file() and stamp.read_text() == key):
            module = self.folder / f"{name}.swiftmodule"
            said = self._run([*self._files(name, sources), "-emit-module", "-o", str(module), *language, *more], name)
            assert said == "", f"{name} does not compile where Apple's modules are:\n{said}"
            stamp.write_text(key)

    def errors_in(self, name: str, sources: Mapping[str, str], *changed: str) -> list[str]:
        """The errors in some files of a module, without looking into the others' functions."""
        paths = dict(zip(sorted(sources), self._files(f"{name}.changed", sources), strict=True))
        words = [word for path in changed for word in ("-primary-file", paths[path])]
        words += [paths[path] for path in paths if path not in changed]
        return _errors(self._run(["-frontend", "-typecheck", *words, *LANGUAGE], name))

    def program(self, name: str, sources: Mapping[str, str]) -> Path:
        """Compile sources to a program."""
        made = self.folder / name.lower()
        said = self._run([*self._files(name, sources), "-o", str(made), *LANGUAGE], name)
        assert said == "", said
        return made

    def _run(self, words: Sequence[str], name: str) -> str:
        command = [self.swiftc, *words, "-module-name", name, "-I", str(self.folder)]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.stdout if done.returncode else ""

    def _files(self, name: str, sources: Mapping[str, str]) -> list[str]:
        folder = self.folder / "sources" / name
        paths = [folder / path for path in sorted(sources)]
        for path, text in zip(paths, (sources[path] for path in sorted(sources)), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return [str(path) for path in paths]

    def _key(self, sources: Mapping[str, str], words: Sequence[str]) -> str:
        """What a module is made of, and everything that was compiled before it."""
        whole = hashlib.sha256(
            repr((self.swiftc, Path(self.swiftc).stat().st_mtime, sorted(sources.items()), words)).encode()
        )
        for name in (*STUBS, "PostCardItAPI", "PostCardItUI"):
            stamp = self.folder / f"{name}.stamp"
            if stamp.is_file() and _is_before(name, sources):
                whole.update(stamp.read_bytes())
        return whole.hexdigest()


def _is_before(name: str, sources: Mapping[str, str]) -> bool:
    return any(re.search(rf"import {name}\b", text) for text in sources.values())


def _errors(printed: str) -> list[str]:
    return [*dict.fromkeys(re.findall(r"^\S+\.swift:\d+:\d+: error: (.*)$", printed, re.MULTILINE))]
