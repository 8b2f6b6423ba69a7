"""Documents are read as YAML 1.2 reads them, and what is wrong in one is told by line, column and the nearest word."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from postcardit_sdk.contract.lab.named_weather import NAMED_WEATHER
from postcardit_sdk.contract.lab.weather import WeatherPlan
from postcardit_sdk.lab.documents import DocumentProblem, read_document, write_document


class Anything(BaseModel):
    """Takes whatever it is given."""

    model_config = ConfigDict(extra="allow")
    value: Any = None


def value_of(text: str) -> Any:
    return read_document(f"value: {text}", Anything).value


def flaws_in(text: str) -> list[str]:
    with pytest.raises(DocumentProblem) as raised:
        read_document(text, WeatherPlan, "plan.yaml")
    return str(raised.value).splitlines()


def test_a_plan_is_read() -> None:
    plan = read_document(
        "name: tunnel\nseed: 7\nlatency: {ms: 100, p95_ms: 900}\n"
        "faults:\n  - fault: no_network\n    start: 3\n    length: 2\n    routes: [send_postcard]\n",
        WeatherPlan,
    )

    assert (plan.name, plan.seed, plan.latency and plan.latency.p95_ms) == ("tunnel", 7, 900)
    assert [(rule.fault, rule.start, rule.length, rule.routes) for rule in plan.faults] == [
        ("no_network", 3, 2, ("send_postcard",))
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("'7'", "7"),
        ('"true"', "true"),
        ("007", 7),
        ("0x1F", 31),
        ("0o17", 15),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("12:30:45", "12:30:45"),
        ("2026-11-22", "2026-11-22"),
        ("~", None),
        ("", None),
        ("null", None),
        ("True", True),
        ("[1, two]", [1, "two"]),
        ("|\n  7\n", "7\n"),
    ],
)
def test_scalars_are_those_of_the_core_schema(text: str, value: object) -> None:
    assert value_of(text) == value


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("nme: x\nname: y\n", "plan.yaml:1:1: nme is not known here: did you mean name?"),
        ("seed: 1\n", "plan.yaml:1:1: name is missing"),
        ("name: x\nseed: soon\n", "plan.yaml:2:7: seed: must be a whole number"),
        ("name: x\nseed: -1\n", "plan.yaml:2:7: seed: must be greater than or equal to 0"),
        (
            "name: x\nfaults:\n  - fault: cut_anser\n",
            "plan.yaml:3:12: 'cut_anser' is none of no_network, cut_request, cut_answer, lose_answer, duplicate, stall,"
            " status, too_many, html_page: did you mean cut_answer?",
        ),
        (
            "name: x\nfaults:\n  - fault: stall\n    secnds: 3\n",
            "plan.yaml:4:5: secnds is not known here: did you mean seconds?",
        ),
        (
            "name: x\nroutes:\n  - get_me\n  - send_postcrad\n",
            "plan.yaml:4:5: 'send_postcrad' is no route: did you mean send_postcard?",
        ),
        (
            "name: x\nlatency: {ms: 3}\n",
            "plan.yaml:2:10: latency: a lognormal latency needs a p95_ms that is no less than its ms",
        ),
        ("name: x\nname: y\n", "plan.yaml:2:1: name is given twice"),
        ("name: [x\n", "plan.yaml:2:1: did not find expected ',' or ']'"),
        ("- 1\n", "plan.yaml:1:1: must have keys and values"),
    ],
)
def test_what_is_wrong_is_told_by_line_column_and_the_nearest_word(text: str, flaw: str) -> None:
    assert flaws_in(text) == [flaw]


def test_every_flaw_is_told_in_the_order_of_the_text() -> None:
    flaws = flaws_in("name: x\nseed: soon\nbandwidth:\n  up_bytes_per_second: 3\n  donw_bytes_per_second: 9\n")

    assert [flaw.split(":")[1] for flaw in flaws] == ["2", "4", "5"]


def test_a_document_that_would_grow_without_end_is_refused() -> None:
    tenfold = [f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]" for before, name in pairwise("abcdefgh")]
    bomb = "\n".join(["a: &a [x, x, x, x, x, x, x, x, x, x]", *tenfold])
    with pytest.raises(DocumentProblem, match="too large or too deep"):
        read_document(bomb, Anything)


def test_a_document_that_holds_itself_is_refused() -> None:
    with pytest.raises(DocumentProblem, match="too large or too deep"):
        read_document("a: &a [*a]", Anything)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        read_document(text, WeatherPlan, "it")
    except DocumentProblem as problem:
        assert all(flaw.line >= 1 and flaw.column >= 1 for flaw in problem.flaws)
        assert problem.flaws


@given(st.sampled_from(sorted(NAMED_WEATHER)))
def test_every_named_weather_is_a_document_that_reads_as_itself(name: str) -> None:
    plan = NAMED_WEATHER[name]

    assert read_document(write_document(plan), WeatherPlan) == plan


def test_a_document_that_is_nested_without_end_is_refused() -> None:
    assert flaws_in("[" * 100_000) == ["plan.yaml:1:101: this document is too large or too deep"]
