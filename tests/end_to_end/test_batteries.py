"""The batteries that prove the system, in their short form; tests/soak runs them for long."""

from pathlib import Path

from tests.end_to_end.fault_proxy import EVERY_FAULT
from tests.end_to_end.fault_rounds import weather
from tests.end_to_end.feed_rounds import listen, read_polls, written_feed
from tests.end_to_end.kill_rounds import kill_again_and_again


def test_a_reader_of_a_feed_that_eight_processes_write_misses_nothing(tmp_path: Path) -> None:
    with written_feed(tmp_path / "data", batches=6) as feed:
        heard = read_polls(feed)

    assert heard.changes == 6 * 320
    assert heard.is_all(batches=6)


def test_a_listener_whose_connections_are_cut_misses_nothing(tmp_path: Path) -> None:
    with written_feed(tmp_path / "data", batches=3) as feed:
        heard, cuts = listen(feed, seed=1, stream_bytes=500_000)

    assert heard.changes == 3 * 320
    assert heard.is_all(batches=3)
    assert cuts > 1


def test_five_kills_of_the_server_lose_and_double_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    told = kill_again_and_again(tmp_path / "data", kills=5, seed=1)

    assert {message: {*ids} for message, ids in told.found.items()} == told.acknowledged
    assert {len(ids) for ids in told.found.values()} == {1}
    assert told.repeats > 0


def test_two_hundred_operations_over_a_bad_network_are_done_once_each(tmp_path: Path) -> None:
    weathered = weather(tmp_path / "data", operations=200, plan=EVERY_FAULT, seed=1)

    assert weathered.faults.total() > 20
