"""Ten thousand operations over a network that delays, cuts, drops, doubles and refuses: each is done once."""

from pathlib import Path

import pytest

from tests.end_to_end.fault_proxy import EVERY_FAULT, Fault
from tests.end_to_end.fault_rounds import weather


@pytest.mark.timeout(3600)
def test_ten_thousand_operations_over_a_bad_network_are_done_once_each(tmp_path: Path) -> None:
    weathered = weather(tmp_path / "data", operations=10_000, plan=EVERY_FAULT, seed=7)

    assert sum(weathered.operations.values()) >= 10_000
    assert min(weathered.faults[fault] for fault in Fault) > 100
