"""Reading a world's file: what is wrong in it is told by line, column and the nearest right word."""

from importlib import resources
from pathlib import Path

from pydantic import model_validator

from ..errors import PostCardItError
from ..lab.documents import DocumentProblem, read_document
from .flaws import WorldFlaw, WorldFlaws, nearest, refused
from .model import WorldFile
from .planning import Plan, make_plan

__all__ = ["Source", "UnknownWorld", "built_in_worlds", "open_world"]

_ENDINGS = {".yaml", ".yml", ".json"}
_CHECKED_AT = 1_800_000_000_000


class UnknownWorld(PostCardItError):
    """There is no such file, and no world of this name ships with the kit."""


class Source:
    """A world's file, read. Its plan is made for an anchor and a prefix."""

    def __init__(self, text: str, name: str, folder: Path | None) -> None:
        self.name, self.folder = name, folder
        self._text = text
        self.file = read_document(text, WorldFile, name)
        if self.file.anchor is None:
            self.plan(_CHECKED_AT)

    def plan(self, now: int, *, prefix: str = "") -> Plan:
        """Decide everything. `now` is the anchor unless the file has one. Raises DocumentProblem."""
        anchor = now if self.file.anchor is None else self.file.anchor.milliseconds(now)
        try:
            return make_plan(self.file, anchor, prefix=prefix)
        except WorldFlaws as problem:
            raise self._problem(problem.flaws) from None

    def photo(self, name: str) -> Path:
        """Where a photo of the file is. Raises PostCardItError for a world that ships: it has none."""
        if self.folder is None:
            raise PostCardItError(f"{name} is a file, and {self.name} ships without files.")
        return self.folder / name

    def _problem(self, flaws: list[WorldFlaw]) -> DocumentProblem:
        """The document is read once more by a model that refuses it there: so each flaw finds its line."""

        class Refusing(WorldFile):
            @model_validator(mode="after")
            def refuse(self) -> "Refusing":
                raise refused(flaws)

        try:
            read_document(self._text, Refusing, self.name)
        except DocumentProblem as problem:
            return problem
        raise TypeError("a model that refuses everything has taken something")


def built_in_worlds() -> dict[str, str]:
    """The worlds that ship with the kit: name to text."""
    folder = resources.files("postcardit_sdk.worlds").joinpath("built_in")
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)
    return {file.name.removesuffix(".yaml"): file.read_text("utf-8") for file in files}


def open_world(name: str) -> Source:
    """A world by the name of its file, or by its own when it ships with the kit. Raises UnknownWorld, DocumentProblem
    and OSError."""
    path = Path(name)
    if path.suffix.lower() in _ENDINGS or path.is_file():
        return Source(path.read_text("utf-8"), name, path.parent)
    known = built_in_worlds()
    if name not in known:
        near = nearest(name, [*known]) or f". Known: {', '.join(known)}"
        raise UnknownWorld(f"No world {name!r} ships with the kit{near}")
    return Source(known[name], name, None)
