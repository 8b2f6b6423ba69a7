"""What the refresh tests do, long enough to meet what happens once in a thousand times. `make soak` runs it."""

import random
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sdk.rounds import counted_refreshes, crew
from tests.sdk.sessions_machine import SharedSession

ROUNDS = 500
PROCESSES = 8


@pytest.mark.timeout(1800)
def test_five_hundred_rounds_of_eight_processes_and_kills_end_with_everybody_signed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(7)
    refreshes = counted_refreshes(monkeypatch)
    with crew(tmp_path / "data", PROCESSES, refreshes, access_token_seconds=600) as team:
        for number in range(ROUNDS):
            team.age()
            refreshes.clear()
            if number % 4:
                assert team.ask() == ["alice"] * PROCESSES, f"round {number}"
                assert refreshes == ["refresh"], f"round {number}"
            else:
                assert team.ask_and_kill(rng) == ["alice"] * (PROCESSES - 1), f"round {number}"
                assert len(refreshes) in {1, 2}, f"round {number}"
        assert team.killed_holders > ROUNDS // 40


@pytest.mark.timeout(1800)
def test_ten_thousand_steps_lose_no_session() -> None:
    walk = settings(max_examples=200, stateful_step_count=50, deadline=None)

    run_state_machine_as_test(SharedSession, settings=walk)
