"""The console entry. It answers `--version` at once, brings global options to the front, then hands over to `main`."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # collections.abc and typing would cost more than the answer to --version
    from collections.abc import Sequence

__all__ = ["enter", "hoisted", "leading", "run"]

GLOBAL_FLAGS = frozenset({"--json", "--quiet"})
GLOBAL_VALUES = frozenset({"--profile", "--url", "--as"})

TAKES_VALUE = frozenset(
    {
        "-F",
        "-f",
        "--arch",
        "--bbox",
        "--bio",
        "--box",
        "--by",
        "--category",
        "--clear",
        "--count",
        "--data",
        "--endpoint-url",
        "--font",
        "--for",
        "--format",
        "--from",
        "--full-name",
        "--host",
        "--id",
        "--identity",
        "--field",
        "--input",
        "--keep",
        "--limit",
        "--lines",
        "--lock",
        "--max-bytes",
        "--message",
        "--name",
        "--openapi",
        "--out",
        "--package",
        "--passwords",
        "--photo",
        "--photo-links",
        "--place",
        "--port",
        "--prefix",
        "--python",
        "--quality",
        "--raw-field",
        "--region",
        "--render",
        "--route",
        "--seed",
        "--set",
        "--since",
        "--stage",
        "--stamp",
        "--status",
        "--timeout",
        "--to",
        "--user",
        "--username",
        "--users",
    }
)
"""Every command's options that take the next token as their value; a test holds this list to the commands."""


def run() -> int:
    """What the `postcardit` command calls."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115, PTH123  # as long as the process; pathlib is slow
    return enter(sys.argv[1:])


def enter(arguments: "Sequence[str]") -> int:
    """Run one command line (without the program's name) and give its exit code."""
    if list(arguments) == ["--version"]:
        from postcardit_sdk.version import __version__

        sys.stdout.write(f"postcardit {__version__}\n")
        return 0
    try:
        from .main import main
    except ModuleNotFoundError as error:
        from .extras import missing_extra

        if (sentence := missing_extra(error)) is None:
            raise
        sys.stderr.write(f"error: {sentence}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return main(hoisted(arguments))


def hoisted(arguments: "Sequence[str]") -> list[str]:
    """The same tokens with the global options first, so that they may stand anywhere before `--`.

    An option whose value is missing stays where it is.
    """
    front: list[str] = []
    rest: list[str] = []
    position = 0
    while position < len(arguments):
        token = arguments[position]
        if token == "--":
            break
        taken = 2 if token in GLOBAL_VALUES or token in TAKES_VALUE else 1
        is_whole = position + taken <= len(arguments)
        home = front if _is_global(token) and is_whole else rest
        home += arguments[position : position + taken]
        position += taken
    return [*front, *rest, *arguments[position:]]


def leading(arguments: "Sequence[str]") -> list[str]:
    """The global options at the front of a hoisted command line, with their values."""
    position = 0
    while position < len(arguments) and _is_global(arguments[position]):
        position += 2 if arguments[position] in GLOBAL_VALUES else 1
    return list(arguments[:position])


def _is_global(token: str) -> bool:
    return token in GLOBAL_FLAGS or token in GLOBAL_VALUES or token.partition("=")[0] in GLOBAL_VALUES
