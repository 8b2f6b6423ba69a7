"""An example for each command: docs/commands/ has a file for each family, in which a table is called as its command."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["SHOWN", "Example", "examples"]

FOLDER = Path(__file__).parent / "commands"
_NAME = re.compile(r"\{(\w+)\}")
SHOWN = {
    "code": "834120",
    "cursor": "N-BHrCNZYur2DYgAw3IycOaWRr9lEwnLWkpbQn7LXl7bkKmL",
    "itemId": "01a20490-b391-77bf-841b-d19a1e6a5a24",
    "postcardId": "01a20490-b391-77bf-841b-d19a1e6a5a20",
    "requestId": "01a20490-b391-77bf-841b-d19a1e6a5a21",
    "sessionId": "01a20490-b391-77bf-841b-d19a1e6a5a22",
    "uploadId": "01a20490-b391-77bf-841b-d19a1e6a5a23",
}
"""What readers see for {name}. Whoever runs an example fills in what the commands before it answered by that name."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a person types and what is printed then, as a console block; and what was typed before, unseen."""

    text: str
    before: tuple[str, ...] = ()
    runs_on: bool = False
    """Whether it ends by Ctrl-C alone."""
    needs: str | None = None
    """What there has to be: `aws` is an account in which the stage `dev` is deployed."""

    def filled(self, values: dict[str, str]) -> str:
        """The text with values in the places of their names. Raises KeyError for a name without a value."""
        return _NAME.sub(lambda found: values[found[1]], self.text)


def examples() -> dict[tuple[str, ...], Example]:
    """Every example by the words of its command."""
    return {
        words: example
        for path in sorted(FOLDER.glob("*.toml"))
        for words, example in _examples_in((path.stem,), tomllib.loads(path.read_text("utf-8")))
    }


def _examples_in(words: tuple[str, ...], table: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], Example]]:
    if "example" in table:
        yield (
            words,
            Example(table["example"], tuple(table.get("before", ())), table.get("runs_on", False), table.get("needs")),
        )
        return
    for name, below in table.items():
        yield from _examples_in((*words, name), below)
