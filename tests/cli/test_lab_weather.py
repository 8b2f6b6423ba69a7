"""The weather's commands, against the backend inside the command."""

from pathlib import Path

import pytest

from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER

from .conftest import Run

PLAN = """\
name: tunnel
latency: {ms: 100, p95_ms: 900}
faults:
  - fault: no_network
    start: 3
    length: 2
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN)
    return path


def test_the_named_weathers_are_listed(run: Run) -> None:
    listed = run("lab", "weather", "list")
    as_json = run("lab", "weather", "list", "--json").json

    assert [line.split()[0] for line in listed.out.splitlines()[1:]] == [*NAMED_WEATHER]
    assert [one["name"] for one in as_json["weathers"]] == [*NAMED_WEATHER]


def test_a_weather_is_set_shown_felt_and_cleared(run: Run) -> None:
    before = run("lab", "weather", "show")
    set_ = run("lab", "weather", "set", "airplane", "--seed", "7", "--user", "alice", "--route", "send_*", "--hurry")
    shown = run("lab", "weather", "show", "--json").json
    cleared = run("lab", "weather", "clear")

    assert (before.out, cleared.out) == ("Fair.\n", "Fair.\n")
    assert set_.out.splitlines()[0] == (
        "airplane: seed 7; only send_*; only for alice; in a hurry. It has met 0 requests."
    )
    plan = shown["plan"]
    assert (plan["name"], plan["seed"], plan["routes"], plan["users"]) == ("airplane", 7, ["send_*"], ["alice"])


def test_in_an_airplane_a_command_finds_no_network_and_the_lab_still_answers(run: Run) -> None:
    run("lab", "weather", "set", "airplane", "--hurry", "--route", "get_liveness")

    assert run("api", "GET", "/v1/health/live").exit_code == 8
    assert "It has met 1 request." in run("lab", "weather", "show").out
    assert run("lab", "weather", "clear").exit_code == 0
    assert run("api", "GET", "/v1/health/live").exit_code == 0


def test_a_weather_may_be_for_a_while(run: Run) -> None:
    assert "; until " in run("lab", "weather", "set", "edge", "--for", "30s").out


def test_a_plan_of_ones_own_is_read_from_a_file(run: Run, plan: Path) -> None:
    result = run("lab", "weather", "set", str(plan), "--seed", "3")

    assert (result.exit_code, result.out.partition(".")[0]) == (0, "tunnel: seed 3")


def test_a_plan_is_shown_as_it_is_written(run: Run, plan: Path) -> None:
    shown = run("lab", "weather", "show", str(plan)).out
    plan.write_text(shown)

    assert "fault: no_network\n  start: 3\n  length: 2\n" in shown
    assert run("lab", "weather", "show", str(plan)).out == shown


def test_what_is_wrong_in_a_plan_is_told_with_its_place(run: Run, plan: Path) -> None:
    plan.write_text(PLAN.replace("length", "lenght"))

    result = run("lab", "weather", "set", str(plan))

    assert result.exit_code == 1
    assert f"{plan}:6:5: lenght is not known here: did you mean length?" in result.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("trian",), "There is no weather 'trian': did you mean train?"),
        (("train", "--route", "send_postcrad"), "did you mean send_postcard?"),
        (("train", "--for", "ever"), "--for 'ever' is no length of time"),
    ],
)
def test_what_cannot_be_set_is_a_usage_error(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run("lab", "weather", "set", *arguments)

    assert (result.exit_code, words in result.err) == (2, True)


def test_a_plan_that_is_not_there_is_a_sentence(run: Run) -> None:
    result = run("lab", "weather", "set", "missing.yaml")

    assert (result.exit_code, "missing.yaml" in result.err) == (1, True)
