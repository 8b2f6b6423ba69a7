"""The doctor itself: a check that fails hides no other, and people can read what was found."""

from typing import Any

import pytest

from postcardit_cli import doctor
from postcardit_cli.doctor import network
from postcardit_cli.doctor.patient import Patient
from postcardit_sdk import ConnectionFailed

from .conftest import Run

pytestmark = pytest.mark.usefixtures("no_proxies")


def test_a_check_that_fails_itself_hides_no_other(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_broken(_: Patient) -> Any:
        raise KeyError("secret")

    monkeypatch.setattr(doctor, "CHECKS", (check_broken, network.check_proxy))

    result = run("doctor", "--json")

    assert [one["check"] for one in result.json["findings"]] == ["broken", "proxy"]
    assert "secret" not in result.out
    assert result.exit_code == 1


def test_a_check_whose_question_is_lost_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def check_clock(_: Patient) -> Any:
        raise ConnectionFailed("The connection broke.")

    monkeypatch.setattr(doctor, "CHECKS", (check_clock,))

    (found,) = run("doctor", "--json").json["findings"]

    assert (found["check"], found["message"]) == ("clock", "The connection broke.")


def test_people_read_each_finding_with_its_fix_beneath(run: Run) -> None:
    result = run("doctor", "--url", "http://127.0.0.1:9")

    lines = result.out.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("FAILED"))
    assert lines[place].split()[1] == "tcp"
    assert lines[place + 1].strip().startswith("Fix: start the server")
    assert result.exit_code == 1
