"""The clock's commands, against the backend inside the command."""

import pytest

from postcardit_cli.durations import in_words, seconds_in
from postcardit_cli.exits import CommandFailed

from .conftest import Run

CHRISTMAS = "2026-12-24T18:00Z"
SHOWN = "2026-12-24 18:00:00 UTC  It stands.\n"


def test_a_clock_that_is_frozen_stands_in_the_next_command_too(run: Run) -> None:
    frozen = run("lab", "clock", "freeze", CHRISTMAS)
    shown = run("lab", "clock", "show")
    again = run("lab", "clock", "freeze")

    assert (frozen.exit_code, frozen.out, shown.out, again.out) == (0, SHOWN, SHOWN, SHOWN)


def test_a_jump_is_said_in_words_and_undone(run: Run) -> None:
    ahead = run("lab", "clock", "advance", "3d")
    behind = run("lab", "clock", "advance", "--", "-5d")
    real = run("lab", "clock", "real")

    assert ahead.out.endswith("UTC  3 d ahead of the machine's clock.\n")
    assert behind.out.endswith("UTC  2 d behind the machine's clock.\n")
    assert real.out.endswith("UTC  The machine's time.\n")


def test_programs_hear_the_clocks_state_as_json(run: Run) -> None:
    run("lab", "clock", "freeze", CHRISTMAS)

    answer = run("lab", "clock", "advance", "90m", "--json").json

    assert (answer["now"], answer["isFrozen"]) == ("2026-12-24T19:30:00.000Z", True)


def test_a_clock_is_set_by_a_time_with_or_without_a_zone(run: Run) -> None:
    assert run("lab", "clock", "set", CHRISTMAS).out.startswith("2026-12-24 18:00:0")
    assert run("lab", "clock", "set", "2026-12-24").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "soon"), "TIME 'soon' is no time"),
        (("advance", "3x"), "LENGTH '3x' is no length of time"),
        (("freeze", "yesterday"), "TIME 'yesterday' is no time"),
    ],
)
def test_what_is_no_time_is_a_usage_error(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run("lab", "clock", *arguments)

    assert (result.exit_code, words in result.err) == (2, True)


def test_a_time_out_of_range_is_a_sentence(run: Run) -> None:
    run("lab", "clock", "freeze", "8999-12-01")

    result = run("lab", "clock", "advance", "90d")

    assert result.exit_code != 0
    assert "only the years 1971 to 8999" in result.err


@pytest.mark.parametrize("command", [("clock", "advance", "3d"), ("mailbox",)], ids=" ".join)
def test_a_profile_for_production_has_no_laboratory(run: Run, command: tuple[str, ...]) -> None:
    run("config", "set", "profiles.live.url", "http://127.0.0.1:1")
    run("config", "set", "profiles.live.production", "true")

    result = run("lab", *command, "--profile", "live")

    assert (result.exit_code, "marked as production" in result.err) == (5, True)


def test_a_code_expires_when_the_clock_jumps(run: Run) -> None:
    run("auth", "register", "alice", "alice@example.com", "--password-stdin", stdin="correct horse battery\n")
    code = run("lab", "mailbox", "alice", "--code").out.strip()
    run("lab", "clock", "advance", "11m")

    result = run("auth", "confirm", "alice@example.com", code)

    assert (result.exit_code, "expired" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("text", "seconds"), [("90", 90), ("30s", 30), ("2h30m", 9000), ("1w", 604_800), ("-1.5d", -129_600), ("0.5", 0.5)]
)
def test_lengths_of_time_are_read(text: str, seconds: float) -> None:
    assert seconds_in(text, "LENGTH") == seconds


@pytest.mark.parametrize("text", ["", "d", "1y", "1d 2h", "--1d", "1e3", "-5"])
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(CommandFailed):
        seconds_in(text, "LENGTH")


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0 s"), (59.6, "1 m"), (86_400, "1 d"), (90_061, "1 d 1 h"), (-3_661, "1 h 1 m")]
)
def test_lengths_are_said_in_their_two_largest_units(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
