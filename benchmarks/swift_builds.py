"""What a command costs, and what the Swift compiler takes for a package: from nothing, and after a change."""

import resource
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .swift_packages import Maker

__all__ = ["Builds", "Cost", "Failed", "build_once", "cost_of", "lay_out", "median", "release_bytes", "swift_version"]

MANIFEST = """// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "MODULE",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [.library(name: "MODULE", type: .dynamic, targets: ["MODULE"])],
    targets: [.target(name: "MODULE")],
    swiftLanguageModes: [.v6]
)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds (user and system, of the command and all that it started) and seconds on the clock."""

    cpu_seconds: float
    wall_seconds: float


@dataclass(frozen=True, slots=True)
class Builds:
    """Debug builds of one package: from nothing, after a line in a model, after a field more in the document."""

    clean: Cost
    one_line: Cost
    one_field: Cost


class Failed(Exception):
    """A command failed; the first error that it told."""


def cost_of(command: Iterable[str]) -> Cost:
    """Run it. Raises Failed with its first error."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([*command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    seconds, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        told = (line for line in done.stdout.splitlines() if "error:" in line)
        raise Failed(next(told, done.stdout.strip()[-200:]).rpartition("error:")[2].strip())
    return Cost(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, seconds)


def median(costs: Iterable[Cost]) -> Cost:
    """Of each of the two numbers by itself."""
    both = [*costs]
    return Cost(
        statistics.median(cost.cpu_seconds for cost in both), statistics.median(cost.wall_seconds for cost in both)
    )


def swift_version() -> str | None:
    """The version of the toolchain, if there is one."""
    if shutil.which("swift") is None:
        return None
    printed = subprocess.run(["swift", "--version"], check=True, capture_output=True, text=True).stdout
    return printed.partition("Swift version ")[2].partition(" ")[0]


def build_once(maker: Maker, before: Mapping[str, bytes], after: Mapping[str, bytes], folder: Path) -> Builds:
    """Build from nothing, with a line more in Postcard.swift, and with what a field more in the document makes."""
    model = next(name for name in before if Path(name).name == "Postcard.swift")
    edited = {**before, model: before[model] + b"\nprivate func edited() -> Int { 1 }\n"}
    shutil.rmtree(folder, ignore_errors=True)
    costs: list[Cost] = []
    for files in (before, edited, after):
        lay_out(maker, files, folder)
        costs.append(cost_of(_build(folder)))
    return Builds(*costs)


def release_bytes(maker: Maker, files: Mapping[str, bytes], folder: Path) -> int:
    """The size of the library that a release build makes, without symbols."""
    lay_out(maker, files, folder)
    cost_of([*_build(folder), "--configuration", "release", "-Xlinker", "-s"])
    libraries = (folder / "build" / "release").glob(f"lib{maker.module}.*")
    return next(path for path in libraries if path.suffix in (".so", ".dylib")).stat().st_size


def lay_out(maker: Maker, files: Mapping[str, bytes], folder: Path) -> None:
    """Make a package of exactly these files, the same for every maker; what is as it was keeps its time."""
    package = folder / "package"
    wanted = {package / "Sources" / maker.module / name: content for name, content in files.items()}
    wanted[package / "Package.swift"] = MANIFEST.replace("MODULE", maker.module).encode()
    for path in package.rglob("*.swift"):
        if path not in wanted:
            path.unlink()
    for path, content in wanted.items():
        if not path.is_file() or path.read_bytes() != content:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)


def _build(folder: Path) -> list[str]:
    # A cache of its own: nothing that another build of this machine has left makes this one faster.
    places = {"--package-path": "package", "--scratch-path": "build", "--cache-path": "cache"}
    return ["swift", "build", *(word for option, name in places.items() for word in (option, str(folder / name)))]
