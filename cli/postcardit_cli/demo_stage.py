"""Where the demo plays: a backend, an environment of its own, and commands that run in this process for all to see."""

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from .demo_terminal import OtherTerminal
from .exits import BROKEN_PIPE, INTERRUPTED, CommandFailed
from .render import has_colour
from .servers import announced
from .text import plain

__all__ = ["Stage", "environment"]

_INDENT = "    "
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
_PASSWORD_IN_SHELL = 'echo "$PASSWORD"'


class Stage:
    """Runs command lines through the entry that the `postcardit` command has, and shows what came back."""

    def __init__(self, folder: Path, transcript: TextIO, *, quiet: bool = False) -> None:
        self.folder = folder
        self.url = ""
        self.where = "this process"
        self.names = ("alice", "bob")
        """The two people of the play."""
        self._transcript = transcript
        self._quiet = quiet
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        from postcardit_backend.entry import Server

        with ExitStack() as stack:
            data = self.folder / "server"
            server = stack.enter_context(Server(data))
            self.url = server.url
            stack.enter_context(environment(self.variables()))
            stack.enter_context(announced(self.url, data))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def tell(self, sentence: str) -> None:
        """Say what happens next."""
        self._transcript.write(f"\n{self._bold(sentence)}\n")
        self._transcript.flush()

    def say(self, sentence: str) -> None:
        """Show a fact, indented like a command's answer."""
        self._transcript.write(f"{_INDENT}{plain(sentence)}\n")

    def mention(self, command: str) -> None:
        """Show a command line, without running it."""
        self._transcript.write(f"{self._bold('$')} {command}\n")
        self._transcript.flush()

    def run(self, *arguments: str, stdin: str | None = None, shown_stdin: str = "") -> str:
        """Run one command line. Gives what it printed, without colours; raises CommandFailed when it fails."""
        from .start import enter

        words = _typed(arguments)
        self.mention(f"{shown_stdin} | {words}" if shown_stdin else words)
        printed, complaints = _Indented(self._transcript), _Indented(sys.stderr)
        with redirect_stdout(printed), redirect_stderr(complaints), _stdin(stdin):
            exit_code = enter([*self._silence(), *arguments])
        self._transcript.flush()
        if exit_code == INTERRUPTED:
            raise KeyboardInterrupt
        if exit_code == BROKEN_PIPE:
            raise BrokenPipeError
        if exit_code != 0:
            raise CommandFailed(f"{words}: {_reason(complaints.everything)}", code="demo_failed")
        return _COLOURS.sub("", printed.everything)

    def with_password(self, password: str, *arguments: str) -> str:
        """Run a command line that reads the password from stdin."""
        return self.run(*arguments, stdin=f"{password}\n", shown_stdin=_PASSWORD_IN_SHELL)

    def open_account(self, name: str, password: str) -> None:
        """Register, read the code where the backend mailed it, confirm."""
        email = f"{name}@postcardit.example"
        self.with_password(password, "auth", "register", name, email, "--password-stdin")
        code = self.run("lab", "mailbox", name, "--code").strip()
        self.with_password(password, "auth", "confirm", email, code, "--password-stdin")

    def start(self, *arguments: str) -> OtherTerminal:
        """Start one command line beside what follows, in a process of its own; it ends with the stage at the latest."""
        self.mention(f"{_typed(arguments)}   (in another terminal)")
        terminal = OtherTerminal([*self._silence(), *arguments])
        self._stack.callback(terminal.close)
        return terminal

    def _silence(self) -> list[str]:
        return ["--quiet"] if self._quiet else []

    def _bold(self, text: str) -> str:
        return f"{_BOLD}{text}{_PLAIN}" if has_colour(self._transcript) else text

    def variables(self) -> Mapping[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("POSTCARDIT_")}
        width = shutil.get_terminal_size().columns - len(_INDENT)
        own = {f"XDG_{kind}_HOME": str(self.folder / kind.lower()) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
        return {**kept, **own, "POSTCARDIT_URL": self.url, "COLUMNS": str(max(40, width))}


class _Indented(io.TextIOBase):
    """Stands in for stdout or stderr while a command runs: passes each line on, indented, and remembers it."""

    def __init__(self, behind: TextIO) -> None:
        self._behind = behind
        self._at_start = True
        self._written: list[str] = []

    @property
    def everything(self) -> str:
        """All that was written."""
        return "".join(self._written)

    @property
    def encoding(self) -> str:  # type: ignore[override]  # a TextIOBase may say so by a property
        """As the stream behind."""
        return self._behind.encoding

    def isatty(self) -> bool:
        return self._behind.isatty()

    def writable(self) -> bool:
        return True

    def write(self, text: str, /) -> int:
        self._written.append(text)
        for line in text.splitlines(keepends=True):
            self._behind.write(f"{_INDENT}{line}" if self._at_start and line.strip() else line)
            self._at_start = line.endswith(("\n", "\r"))  # a progress bar goes back to the start
        return len(text)

    def flush(self) -> None:
        self._behind.flush()


def _typed(arguments: Sequence[str]) -> str:
    return " ".join(map(shlex.quote, ("postcardit", *arguments)))


def _reason(complaints: str) -> str:
    found = re.search(r"^error: (.*)$", complaints, re.MULTILINE)
    return found[1] if found else "it failed without a word."


@contextmanager
def environment(variables: Mapping[str, str]) -> Generator[None, None, None]:
    """These variables and no others, while this lasts."""
    before = dict(os.environ)
    _replace(variables)
    try:
        yield
    finally:
        _replace(before)


def _replace(variables: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(variables):
        del os.environ[name]
    os.environ.update(variables)


@contextmanager
def _stdin(text: str | None) -> Generator[None, None, None]:
    before: Any = sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO((text or "").encode()), encoding="utf-8")
    try:
        yield
    finally:
        sys.stdin = before
