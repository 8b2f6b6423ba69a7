"""Console blocks of the documentation: what is typed in them, and whether what was printed is what they say."""

import re

__all__ = ["assert_printed", "steps_of"]


def steps_of(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines it should print."""
    steps: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            steps.append((line[2:], []))
        else:
            steps[-1][1].append(line)
    return steps


def assert_printed(printed: str, expected: list[str], command: str) -> None:
    """Line by line; an ellipsis stands for any text, alone on a line for any lines."""
    pattern = "\n".join(".*" if line == "…" else re.escape(line).replace("…", "[^\n]*") for line in expected)
    assert re.fullmatch(pattern, printed.rstrip("\n"), re.DOTALL), f"$ {command}\n{printed}\nis not\n{pattern}"
