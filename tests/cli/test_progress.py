"""The bar of a transfer: bytes and rate, on a terminal, and nowhere else."""

import io

import pytest
import typer

from postcardit_cli.context import Options
from postcardit_cli.progress import steps, transfer
from postcardit_sdk import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def context(*, quiet: bool = False) -> typer.Context:
    command = typer.main.get_command(typer.Typer(callback=lambda: None, invoke_without_command=True))
    return typer.Context(command, obj=Options(quiet=quiet))


def shown(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False) -> str:
    monkeypatch.setattr("sys.stderr", stream)
    with transfer(context(quiet=quiet), "Photo") as tell:
        for done in (0, 300_000, 600_000):
            if tell is not None:
                tell(Progress(done, 600_000))
    return stream.getvalue()


def test_a_terminal_shows_the_bytes_and_how_fast_they_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")

    bar = shown(Terminal(), monkeypatch)

    assert "Photo" in bar
    assert "600.0/600.0 kB" in bar
    assert "/s" in bar


def test_no_bar_is_drawn_where_nobody_sees_it_move(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(io.StringIO(), monkeypatch) == ""
    assert shown(Terminal(), monkeypatch, quiet=True) == ""
    monkeypatch.setenv("CI", "true")
    assert shown(Terminal(), monkeypatch) == ""


def test_steps_are_counted_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    terminal, file = Terminal(), io.StringIO()

    for stream in (terminal, file):
        monkeypatch.setattr("sys.stderr", stream)
        with steps(context(), "Loading") as tell:
            if tell is not None:
                tell(90, 120)
                tell(120, 120)

    assert ("Loading" in terminal.getvalue(), "120/120" in terminal.getvalue(), file.getvalue()) == (True, True, "")
