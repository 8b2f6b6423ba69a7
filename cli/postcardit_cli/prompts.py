"""Asking people: only on a terminal, on stderr, and never for a password in the arguments."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from .exits import CommandFailed, usage

__all__ = ["PasswordStdin", "can_ask", "line", "new_password", "password", "secret"]

PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from stdin's first line.")]

_TRIES = 3


def can_ask() -> bool:
    """Whether somebody sits there to answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def password(*, from_stdin: bool, prompt: str = "Password: ") -> str:
    """A password: the first line of stdin, or asked for without showing it."""
    return secret("password", from_stdin=from_stdin, prompt=prompt)


def secret(what: str, *, from_stdin: bool, prompt: str = "") -> str:
    """What nobody may see: the next line of stdin, or asked for without showing it."""
    if from_stdin:
        return _next_line(what)
    if not can_ask():
        raise usage(f"There is no terminal to ask for the {what}.", hint=f"--{what}-stdin reads it from stdin")
    from getpass import getpass

    return _answered(lambda: getpass(prompt, stream=sys.stderr))


def new_password(*, from_stdin: bool) -> str:
    """A password that is being chosen: on a terminal it is asked for twice."""
    if from_stdin:
        return password(from_stdin=True)
    for _ in range(_TRIES):
        first = password(from_stdin=False, prompt="New password: ")
        if password(from_stdin=False, prompt="Once more: ") == first:
            return first
        sys.stderr.write("These two differ. Again:\n")
    raise CommandFailed("The two passwords differed three times.")


def line(prompt: str) -> str:
    """One line, asked for on stderr."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return _answered(lambda: sys.stdin.readline() or _end()).strip()


def _end() -> str:
    raise EOFError


def _answered(question: Callable[[], str]) -> str:
    try:
        return question()
    except EOFError:
        sys.stderr.write("\n")
        raise KeyboardInterrupt from None  # end of input is how a terminal says: never mind


def _next_line(what: str) -> str:
    given = sys.stdin.buffer.readline().rstrip(b"\r\n")
    if not given:
        raise usage(f"stdin holds no {what}, or too few lines.", hint=f"for example: < {what}.txt")
    try:
        return given.decode()
    except UnicodeDecodeError:
        raise usage(f"The {what} on stdin is not UTF-8.") from None
