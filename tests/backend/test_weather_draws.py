"""What a weather does is decided by its seed and by which request it is, and by nothing else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postcardit_backend.lab.draws import Decision, Lane, concerns, decide
from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER, chosen_weather
from postcardit_sdk.contract.lab.weather import Fault, FaultRule, Latency, Shape, WeatherPlan

SEND = Lane("alice", "send_postcard")
names = st.sampled_from(sorted(NAMED_WEATHER))


def faults(plan: WeatherPlan, count: int = 4000) -> Counter[Fault | None]:
    return Counter(decide(plan, SEND, number, writes=True).fault for number in range(count))


@given(names, st.integers(0, 2**63 - 1), st.integers(0, 10**9), st.booleans(), st.text(max_size=8))
def test_the_same_seed_plan_and_request_meet_the_same_fate(
    name: str, seed: int, number: int, writes: bool, user: str
) -> None:
    plan = chosen_weather(name, seed=seed)
    lane = Lane(user, "send_postcard")

    assert decide(plan, lane, number, writes=writes) == decide(plan, lane, number, writes=writes)


def test_what_was_decided_once_is_decided_for_ever() -> None:
    plan = chosen_weather("flaky-wifi", seed=7)

    said = [decide(plan, SEND, number, writes=True).said for number in range(12)]

    assert said == EVER


EVER = [
    "flaky-wifi; seed=7; request=0; wait=21ms",
    "flaky-wifi; seed=7; request=1; wait=67ms",
    "flaky-wifi; seed=7; request=2; wait=2ms",
    "flaky-wifi; seed=7; request=3; wait=166ms",
    "flaky-wifi; seed=7; request=4; wait=18ms",
    "flaky-wifi; seed=7; request=5; wait=117ms",
    "flaky-wifi; seed=7; request=6; wait=19ms; fault=cut_request; at=478",
    "flaky-wifi; seed=7; request=7; wait=2ms",
    "flaky-wifi; seed=7; request=8; wait=10ms",
    "flaky-wifi; seed=7; request=9; wait=136ms; fault=duplicate; heard=first",
    "flaky-wifi; seed=7; request=10; wait=4413ms",
    "flaky-wifi; seed=7; request=11; wait=147ms; fault=cut_answer; at=191",
]
"""Written down once: a change here changes everybody's replays."""


def test_another_seed_is_another_weather() -> None:
    one, other = (chosen_weather("flaky-wifi", seed=seed) for seed in (1, 2))

    assert [decide(one, SEND, n, writes=True).fault for n in range(50)] != [
        decide(other, SEND, n, writes=True).fault for n in range(50)
    ]


def test_other_users_and_routes_change_nothing_and_have_a_fate_of_their_own() -> None:
    plan = chosen_weather("flaky-wifi", seed=3)
    lanes = [SEND, Lane("bob", "send_postcard"), Lane("alice", "get_me")]

    fates = {lane: tuple(decide(plan, lane, n, writes=True).fault for n in range(60)) for lane in lanes}

    assert len(set(fates.values())) == 3


@pytest.mark.parametrize("probability", [0.0, 0.1, 0.5, 1.0])
def test_a_rule_happens_as_often_as_it_says(probability: float) -> None:
    plan = WeatherPlan(name="x", faults=(FaultRule(fault=Fault.LOSE_ANSWER, probability=probability),))

    assert faults(plan)[Fault.LOSE_ANSWER] / 4000 == pytest.approx(probability, abs=0.03)


def test_of_several_faults_the_first_that_is_drawn_happens() -> None:
    rules = (FaultRule(fault=Fault.TOO_MANY, probability=0.5), FaultRule(fault=Fault.DUPLICATE))

    found = faults(WeatherPlan(name="x", faults=rules))

    assert set(found) == {Fault.TOO_MANY, Fault.DUPLICATE}
    assert found[Fault.DUPLICATE] / 4000 == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"start": 2}, [2, 3, 4, 5, 6, 7, 8, 9]),
        ({"start": 2, "length": 3}, [2, 3, 4]),
        ({"start": 1, "length": 2, "every": 5}, [1, 2, 6, 7]),
        ({"length": 1, "every": 3}, [0, 3, 6, 9]),
    ],
)
def test_a_rule_meets_the_requests_of_its_numbers(rule: dict[str, int], met: list[int]) -> None:
    tunnel = FaultRule.model_validate({"fault": "no_network", **rule})

    assert [number for number in range(10) if tunnel.meets(number)] == met


@pytest.mark.parametrize("shape", list(Shape))
def test_latencies_have_the_middle_and_the_tail_that_they_say(shape: Shape) -> None:
    latency = Latency(shape=shape, ms=100, p95_ms=None if shape is Shape.FIXED else 300)
    plan = WeatherPlan(name="x", latency=latency)

    waits = sorted(decide(plan, SEND, number, writes=False).wait_ms for number in range(4000))

    middle, late = waits[2000], waits[3800]
    expected = {Shape.FIXED: (100, 100), Shape.UNIFORM: (200, 290)}.get(shape, (100, 300))
    assert [middle, late] == pytest.approx([*expected], rel=0.08)


def test_the_disk_is_waited_for_by_who_writes() -> None:
    plan = NAMED_WEATHER["slow-disk"]

    assert decide(plan, SEND, 0, writes=True).flush_ms > 0
    assert decide(plan, SEND, 0, writes=False).flush_ms == 0


@pytest.mark.parametrize(
    ("routes", "users", "is_met"),
    [
        ((), (), True),
        (("send_postcard",), (), True),
        (("send_*", "get_me"), ("alice",), True),
        (("get_me",), (), False),
        ((), ("bob",), False),
    ],
)
def test_a_plan_is_narrowed_to_routes_and_users(routes: tuple[str, ...], users: tuple[str, ...], is_met: bool) -> None:
    assert concerns(WeatherPlan(name="x", routes=routes, users=users), SEND) is is_met


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"fault": "stall", "status": 500}, "status does not go with stall"),
        ({"fault": "cut_answer", "seconds": 3}, "seconds does not go with cut_answer"),
        ({"fault": "status", "status": 200}, "status must be 400 or more"),
        ({"fault": "no_network", "routes": ["send_postcrad"]}, "did you mean send_postcard?"),
        ({"fault": "no_network", "after_commit": True}, "after_commit does not go with no_network"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words.replace("?", r"\?")):
        FaultRule.model_validate(wrong)


@pytest.mark.parametrize(
    "wrong", [{"ms": 10}, {"ms": 10, "p95_ms": 5}, {"ms": 0, "p95_ms": 9}, {"shape": "fixed", "ms": 1, "p95_ms": 2}]
)
def test_a_latency_without_its_two_numbers_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Latency.model_validate(wrong)


def test_a_name_that_no_weather_has_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean flaky-wifi"):
        chosen_weather("flakey-wifi")


def test_what_happened_is_said_in_one_line() -> None:
    decision = Decision("edge", 7, 3, wait_ms=240, fault=Fault.STALL, at_byte=120, stall_ms=40_000)

    assert decision.said == "edge; seed=7; request=3; wait=240ms; fault=stall; at=120; stall=40000ms"
