"""The packages that are compared: who makes them of a document, and what of them counts."""

import json
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "BEYOND",
    "MAKERS",
    "Files",
    "Maker",
    "Size",
    "is_installed",
    "layer",
    "operations_of",
    "size_of",
    "version_of",
    "with_a_field",
]

GENERATOR = "openapi-generator-cli"
PEER = "PostCardItPeer"

BEYOND = frozenset(("Outbox", "Sync", "Uploads", "Realtime"))
"""Folders of ours without any counterpart in what OpenAPI Generator makes. The rest compiles without them."""

_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/[ \t]*)$", re.MULTILINE | re.DOTALL)

Files = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes Swift of a document, and what of its output is the networking layer."""

    title: str
    module: str
    command: Callable[[Path, Path], list[str]]
    of_the_contract: frozenset[str]
    """The folders that grow with the contract: models and operations."""
    without: frozenset[str] = frozenset()

    @property
    def folder_name(self) -> str:
        """The title as the name of a folder: OpenAPI Generator finds no document below one with a blank."""
        return self.title.replace(" ", "-").replace(",", "")


@dataclass(frozen=True, slots=True)
class Size:
    """Lines as an editor counts them, and how many of those are code, or grow with the contract."""

    files: int
    lines: int
    code_lines: int
    contract_lines: int
    longest: int


def _ours(document: Path, out: Path) -> list[str]:
    script = str(Path(sys.executable).with_name("postcardit"))
    return [script, "swift", "generate", "--openapi", str(document), "--out", str(out)]


def _peer(document: Path, out: Path) -> list[str]:
    where = ["-i", str(document), "-o", str(out)]
    how = ["-g", "swift6", "--library", "urlsession", f"--additional-properties=projectName={PEER}"]
    return [GENERATOR, "generate", *where, *how]


_GROWING = frozenset(("Models", "Operations"))

MAKERS = (
    Maker("PostCardItAPI", "PostCardItAPI", _ours, _GROWING),
    Maker("PostCardItAPI, calls alone", "PostCardItAPI", _ours, _GROWING, without=BEYOND),
    Maker("OpenAPI Generator", PEER, _peer, frozenset(("Models", "APIs"))),
)


def is_installed(maker: Maker) -> bool:
    """Ours always is; OpenAPI Generator needs a Java besides."""
    return maker.module != PEER or (shutil.which(GENERATOR) is not None and shutil.which("java") is not None)


def version_of(out: Path) -> str:
    """What OpenAPI Generator notes of itself in a package that it made; ours is of the tree that is measured."""
    note = out / ".openapi-generator" / "VERSION"
    return note.read_text("utf-8").strip() if note.is_file() else ""


def layer(maker: Maker, out: Path) -> Files:
    """The Swift of the networking layer in a generated package, by its path in the module."""
    sources = out / "Sources" / maker.module
    paths = (path.relative_to(sources) for path in sorted(sources.rglob("*.swift")))
    return {str(path): (sources / path).read_bytes() for path in paths if path.parts[0] not in maker.without}


def size_of(maker: Maker, files: Mapping[str, bytes]) -> Size:
    """Count it."""
    texts = {name: content.decode() for name, content in files.items()}
    lines = {name: len(text.splitlines()) for name, text in texts.items()}
    code = sum(1 for text in texts.values() for line in _COMMENT.sub("", text).splitlines() if line.strip())
    growing = sum(count for name, count in lines.items() if Path(name).parts[0] in maker.of_the_contract)
    return Size(len(lines), sum(lines.values()), code, growing, max(lines.values()))


def operations_of(document: Mapping[str, Any]) -> int:
    """How many operations a document has."""
    verbs = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
    return sum(verb in verbs for item in document["paths"].values() for verb in item)


def with_a_field(document: Mapping[str, Any]) -> Any:
    """The document as it is after someone gave the postcard one more optional field."""
    changed = json.loads(json.dumps(document))
    changed["components"]["schemas"]["Postcard"]["properties"]["postmark"] = {"type": "string"}
    return changed
