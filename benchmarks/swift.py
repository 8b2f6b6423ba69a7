"""Our Swift beside OpenAPI Generator's, for the same openapi.json: `python -m benchmarks.swift`, part of `make bench`.

The peer counts where `openapi-generator-cli` (PyPI, in an environment of its own) and a Java are on the PATH:
`PATH=/its/environment/bin:$PATH make bench`. Everything is made and built in a temporary folder.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .swift_builds import Builds, Cost, Failed, build_once, cost_of, median, release_bytes, swift_version
from .swift_packages import (
    BEYOND,
    MAKERS,
    Files,
    Maker,
    is_installed,
    layer,
    operations_of,
    size_of,
    version_of,
    with_a_field,
)

__all__ = ["Figure", "measure", "table"]

DOCUMENT = Path(__file__).resolve().parents[1] / "openapi.json"
ROUNDS = 5

ROWS = {
    "generate: CPU s": ".2f",
    "generate: s": ".2f",
    "files": ",.0f",
    "lines": ",.0f",
    "lines per operation": ".0f",
    "lines per operation, models and operations alone": ".0f",
    "lines per operation, no comments, no blank lines": ".0f",
    "longest file, lines": ",.0f",
    "clean build: CPU s": ".1f",
    "clean build: s": ".1f",
    "build after a line in one model: CPU s": ".1f",
    "build after a line in one model: s": ".1f",
    "files that a field in the document changes": ",.0f",
    "build after a field in the document: CPU s": ".1f",
    "build after a field in the document: s": ".1f",
    "release library, kB": ",.0f",
}
"""What is told of each package, in this order, and how."""


@dataclass(slots=True)
class Figure:
    """What was measured of one package, by the names of ROWS, and why something is missing."""

    title: str
    values: dict[str, float] = field(default_factory=dict[str, float])
    lack: str = ""

    def put(self, what: str, cost: Cost) -> None:
        """Note both numbers of a cost."""
        self.values |= {f"{what}: CPU s": cost.cpu_seconds, f"{what}: s": cost.wall_seconds}


@dataclass(frozen=True, slots=True)
class Made:
    """A package as it comes from its maker, and from the document with one field more."""

    maker: Maker
    before: Files
    after: Files
    cost: Cost
    version: str


def measure() -> list[Figure]:
    """A figure for each package."""
    document = json.loads(DOCUMENT.read_bytes())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        figures = {maker.title: Figure(maker.title, lack="not installed") for maker in MAKERS}
        made: list[Made] = []
        for maker in MAKERS:
            if not is_installed(maker):
                continue
            try:
                package = _make(maker, document, folder / "made" / maker.folder_name)
            except Failed as failed:
                figures[maker.title].lack = f"does not generate: {failed}"
                continue
            figures[maker.title] = _counted(package, operations_of(document))
            made.append(package)
        if swift_version() is None:
            for package in made:
                figures[package.maker.title].lack = "no Swift toolchain"
        else:
            _build_all(made, figures, folder)
        return [*figures.values()]


def _make(maker: Maker, document: Mapping[str, Any], folder: Path) -> Made:
    """Generate into fresh folders, a few times; and once more from the changed document."""
    folder.mkdir(parents=True)
    changed = folder / "changed.json"
    changed.write_text(json.dumps(with_a_field(document)), "utf-8")
    costs = [cost_of(maker.command(DOCUMENT, folder / str(number))) for number in range(ROUNDS)]
    cost_of(maker.command(changed, folder / "changed"))
    first = folder / "0"
    return Made(maker, layer(maker, first), layer(maker, folder / "changed"), median(costs), version_of(first))


def _counted(made: Made, operations: int) -> Figure:
    size = size_of(made.maker, made.before)
    figure = Figure(f"{made.maker.title} {made.version}".strip())
    figure.put("generate", made.cost)
    figure.values |= {
        "files": size.files,
        "lines": size.lines,
        "lines per operation": size.lines / operations,
        "lines per operation, models and operations alone": size.contract_lines / operations,
        "lines per operation, no comments, no blank lines": size.code_lines / operations,
        "longest file, lines": size.longest,
        "files that a field in the document changes": len(
            {name for name, _ in made.before.items() ^ made.after.items()}
        ),
    }
    return figure


def _build_all(made: Sequence[Made], figures: Mapping[str, Figure], folder: Path) -> None:
    """In turn, so that the noise of the machine meets all alike."""
    rounds: dict[str, list[Builds]] = {package.maker.title: [] for package in made}
    for turn in range(ROUNDS):
        for package in made:
            figure = figures[package.maker.title]
            if figure.lack:
                continue
            place = folder / "built" / package.maker.folder_name
            try:
                rounds[package.maker.title].append(build_once(package.maker, package.before, package.after, place))
                if turn == ROUNDS - 1:
                    size = release_bytes(package.maker, package.before, place)
                    figure.values["release library, kB"] = size / 1000
            except Failed as failed:
                figure.lack = f"does not build: {failed}"
    for title, builds in rounds.items():
        if builds:
            figures[title].put("clean build", median(build.clean for build in builds))
            figures[title].put("build after a line in one model", median(build.one_line for build in builds))
            figures[title].put("build after a field in the document", median(build.one_field for build in builds))


def table(figures: Sequence[Figure]) -> list[str]:
    """Lines of Markdown; ratios count from the last column."""
    peer = figures[-1]
    return [
        "## Swift for openapi.json, beside OpenAPI Generator",
        "",
        _how(operations_of(json.loads(DOCUMENT.read_bytes()))),
        "",
        "| |" + "".join(f" {figure.title} |" for figure in figures),
        "|---|" + "---|" * len(figures),
        *(f"| {row} |" + "".join(f" {_cell(figure, peer, row)} |" for figure in figures) for row in ROWS),
        "",
    ]


def _how(operations: int) -> str:
    swift = f"Swift {swift_version()}" if swift_version() else "no Swift toolchain"
    return (
        f"{operations} operations, {swift}; medians of {ROUNDS} rounds in turn, CPU seconds of user and system. The"
        " peer is `-g swift6 --library urlsession` with its defaults. Generating makes each whole package, started as a"
        " command; all else counts the networking layer alone, our PostCardItAPI and all Sources of the peer, in the"
        " same manifest: one dynamic library, Swift 6 mode, Foundation alone; debug builds, and a stripped one for"
        f" release. Our layer does more than the peer's: the second column leaves out {', '.join(sorted(BEYOND))}, and"
        " still has sessions and a retry policy, for which the peer has a hook."
    )


def _cell(figure: Figure, peer: Figure, row: str) -> str:
    if row not in figure.values:
        return figure.lack
    text = format(figure.values[row], ROWS[row])
    if figure is peer or row not in peer.values:
        return text
    return f"{text} ({figure.values[row] / peer.values[row]:.2f} x)"


if __name__ == "__main__":
    sys.stdout.write("\n".join(table(measure())))
