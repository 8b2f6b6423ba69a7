"""A folder is swept when it is opened and again and again, whatever a sweep comes to."""

import threading

import pytest

from postcardit_backend.sweeper import Sweeper


def test_a_folder_is_swept_before_it_is_open(caplog: pytest.LogCaptureFixture) -> None:
    swept: list[str] = []

    Sweeper(lambda: swept.append("once"), 3600).close()

    assert (swept, caplog.records) == (["once"], [])


def test_a_sweep_that_fails_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    begun, third = [0], threading.Event()

    def sweep() -> None:
        begun[0] += 1
        if begun[0] == 3:
            third.set()
        raise OSError("no disk")

    sweeper = Sweeper(sweep, 0.001)
    came = third.wait(10)
    sweeper.close()

    assert came
    assert {record.getMessage().partition("\n")[0] for record in caplog.records} == {"a sweep failed"}
