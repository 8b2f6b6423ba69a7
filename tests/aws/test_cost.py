"""The price of a month: every line from a count and a price."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.ops.cost import SCENARIOS, bill_of, counted
from postcardit_backend.aws.ops.cost.prices import PRICES
from postcardit_sdk.contract.operations import OPERATIONS


@given(st.sampled_from(sorted(SCENARIOS)), st.integers(1, 10**8), st.sampled_from(["local", "cognito"]))
def test_a_bill_is_the_sum_of_its_lines_and_each_line_its_price(name: str, users: int, identity: str) -> None:
    bill = bill_of(SCENARIOS[name], users, identity=identity)

    assert math.isclose(bill.dollars, sum(line.dollars for line in bill.lines))
    assert all(math.isclose(line.dollars, PRICES[line.name].of(line.amount)) for line in bill.lines)
    assert all(line.amount > 0 for line in bill.lines)


@given(st.integers(1, 10**7))
def test_twice_the_users_cost_at_most_twice_as_much(users: int) -> None:
    once, twice = (bill_of(SCENARIOS["usual"], many).dollars for many in (users, 2 * users))

    assert once < twice <= 2 * once * (1 + 1e-9)


def test_whoever_does_more_costs_more() -> None:
    dollars = [bill_of(SCENARIOS[name], 1000).dollars for name in ("quiet", "usual", "busy")]

    assert dollars == sorted(dollars)


def test_an_operation_that_is_done_more_often_costs_its_units() -> None:
    usual = SCENARIOS["usual"]
    lines = {line.name: line.amount for line in bill_of(usual, 1000).lines}

    sends = usual.daily["send_postcard"] * 1000 * usual.active_share * 30
    assert lines["write_units"] > sends * counted()["send_postcard"].write_units
    assert lines["api_requests"] == pytest.approx(sum(usual.daily.values()) * 1000 * usual.active_share * 30)


def test_cognito_and_the_firewall_are_lines_of_their_own() -> None:
    plain = {line.name for line in bill_of(SCENARIOS["usual"], 1000, has_firewall=False).lines}
    more = {line.name for line in bill_of(SCENARIOS["usual"], 1000, identity="cognito").lines}

    assert more - plain == {"active_users", "firewalls", "firewall_requests"}


def test_photos_leave_by_cloudfront_or_from_the_bucket_and_not_by_both() -> None:
    usual = SCENARIOS["usual"]
    bucket, front = (
        {line.name: line.amount for line in bill_of(usual, 1000, has_cloudfront=is_front).lines}
        for is_front in (False, True)
    )

    gone, come = {*bucket} - {*front}, {*front} - {*bucket}
    assert (gone, come) == ({"photo_gigabytes_out"}, {"cloudfront_gigabytes", "cloudfront_requests"})
    assert front["cloudfront_gigabytes"] == bucket["photo_gigabytes_out"]
    assert front["photo_gets"] == bucket["photo_gets"] > front["cloudfront_requests"]  # photos are developed, too


def test_every_operation_but_a_stream_was_counted() -> None:
    assert set(counted()) == {operation.name for operation in OPERATIONS if not operation.streams}


def test_scenarios_are_made_of_operations_that_were_counted() -> None:
    assert {name for scenario in SCENARIOS.values() for name in scenario.daily} <= set(counted())


def test_a_whole_request_reads_no_more_than_it_has_to() -> None:
    requests = {name: [one.read_requests, one.write_requests] for name, one in counted().items()}
    lists = [name for name in requests if name.startswith("list_") and name != "list_stamps"]
    at_once = ["get_me", "get_stats", "get_upload", "get_user", "list_stamps"]

    assert requests["send_postcard"] == [1, 1], "with a photo, a session, limits and a key"
    assert {name: requests[name] for name in lists} == {name: [2, 0] for name in lists}
    assert {name: requests[name] for name in at_once} == {name: [1, 0] for name in at_once}
