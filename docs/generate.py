"""Writes the pages of docs/ that are derived from code: `python -m docs.generate`, or `--check` for drift."""

import difflib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from docs.aws_tables import aws_tables
from docs.command_examples import SHOWN, examples
from postcardit_sdk.contract.operations import BASE_PATH, OPERATIONS
from postcardit_sdk.contract.problems import Code

HERE = Path(__file__).parent
NOTE = "<!-- Written by `make docs`. Do not edit. -->\n"
EXAMPLES_NOTE = (
    "Below its help stands an example of each command. Alice types it, after `postcardit world load two-friends`:",
    "she and Bob are friends, Carol is somebody else. An ellipsis stands for what differs from time to time; the ids,",
    "codes and cursors are made up. A test runs every example.",
    "",
)


def problems_page() -> str:
    """Every problem code with its status and sentence."""
    rows = [f"| `{code.value}` | {code.status} | {code.sentence} |" for code in Code]
    return "\n".join(
        [
            "# Problems",
            "",
            NOTE,
            "Every error is a problem document (RFC 9457) with a stable `code`. Branch on the code, show the",
            "`message`, quote the `requestId`.",
            "",
            "| code | status | sentence |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


def operations_page() -> str:
    """Every operation with its route and the codes of its own rules."""
    rows = [
        f"| `{op.name}` | `{op.method} {BASE_PATH}{op.path}` | {op.summary} |"
        f" {' '.join(f'`{code.value}`' for code in op.problems) or '-'} |"
        for op in OPERATIONS
    ]
    return "\n".join(
        [
            "# Operations",
            "",
            NOTE,
            "The whole contract, with types and constraints, is [openapi.json](../openapi.json). Beside its own",
            "problems every operation may answer those of the road to it: `unauthenticated`, `validation_failed`,",
            "`rate_limited` and so on; see [problems](problems.md).",
            "",
            "| operation | route | what it does | its own problems |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def commands() -> Iterator[list[str]]:
    """Every command line that has a help text, the program itself first."""
    from typer.main import get_command

    from postcardit_cli.main import app

    yield from _commands_below(get_command(app), [])


def _commands_below(command: object, words: list[str]) -> Iterator[list[str]]:
    yield words
    group: dict[str, object] = getattr(command, "commands", {})  # a click group, untyped from here
    for name in sorted(group):
        yield from _commands_below(group[name], [*words, name])


def cli_page() -> str:
    """The help text of every command, and an example of what one does with it."""
    known = examples()
    parts = ["# Commands", "", NOTE, *EXAMPLES_NOTE]
    for words in commands():
        title = " ".join(["postcardit", *words])
        level = "##" if len(words) < 2 else "###"
        parts += [f"{level} {title}", "", "```text", _help(words), "```", ""]
        if (example := known.get(tuple(words))) is not None:
            parts += ["```console", example.filled(SHOWN).rstrip(), "```", ""]
    return "\n".join(parts)


def _help(words: list[str]) -> str:
    environment = {**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "TERM": "dumb"}
    code = "import sys; from postcardit_cli.start import run; sys.exit(run())"
    command = [sys.executable, "-c", code, *words, "--help"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.replace("Usage: -c", "Usage: postcardit").rstrip()


def schema_page() -> str:
    """What editors check the file of a world by."""
    from postcardit_sdk.worlds.schema import world_schema

    return f"{world_schema()}\n"


PAGES = {
    "aws-tables.md": lambda: aws_tables(NOTE),
    "problems.md": problems_page,
    "operations.md": operations_page,
    "cli.md": cli_page,
    "world.schema.json": schema_page,
}


def main() -> int:
    """Write the pages, or with --check say which ones are not what the code says."""
    checking = "--check" in sys.argv[1:]
    drifted = False
    for name, make in PAGES.items():
        path, text = HERE / name, make()
        before = path.read_text("utf-8") if path.exists() else ""
        if before == text:
            continue
        if not checking:
            path.write_text(text, "utf-8")
            continue
        drifted = True
        diff = difflib.unified_diff(before.splitlines(), text.splitlines(), f"docs/{name}", "the code", lineterm="")
        sys.stdout.writelines(f"{line}\n" for line in diff)
    if drifted:
        sys.stdout.write("docs/ has drifted. Run: make docs\n")
    return int(drifted)


if __name__ == "__main__":
    sys.exit(main())
