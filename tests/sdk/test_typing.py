"""Type checkers understand both clients, and report what would go wrong."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

CONSUMER = Path(__file__).with_name("consumer.py")
ROOT = CONSUMER.parents[2]
WRONG = """\
from postcardit_sdk import AsyncClient, Client, Postcard
from postcardit_sdk.flow import Stream


async def forget_to_await(client: AsyncClient) -> str:
    card = client.postcards.get("card")
    return card.message  # reported


async def forget_that_it_is_awaited(client: AsyncClient) -> None:
    client.postcards.delete("card")  # reported


async def await_what_blocks(client: Client) -> None:
    await client.users.me()  # reported


def give_a_number(client: Client) -> Postcard:
    return client.postcards.get(7)  # reported


def misspell(client: Client) -> Postcard:
    return client.postcards.send("bob", "Ciao!", foto="venice.jpg")  # reported


def expect_too_much(client: Client) -> Postcard:
    return client.users.me()  # reported


def iterate_the_wrong_way(client: AsyncClient) -> list[str]:
    return [card.message for card in client.postcards.all()]  # reported


def listen_the_wrong_way(client: AsyncClient) -> list[str]:
    return [event.cursor for event in client.events.listen()]  # reported


async def forget_to_await_the_end(client: AsyncClient) -> None:
    client.outbox.flushing().stop()  # reported


def run_what_emits(client: Client, stream: Stream[str]) -> None:
    client.run(stream)  # reported
"""
REPORTED = {number for number, line in enumerate(WRONG.splitlines(), 1) if line.endswith("# reported")}


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    path = tmp_path / "wrong.py"
    path.write_text(WRONG)
    return path


def test_mypy_accepts_a_users_program_and_reports_its_mistakes(wrong: Path) -> None:
    """Without the project's settings, as at a user's desk: only what the wheel says counts."""
    api = pytest.importorskip("mypy.api")
    cache = ROOT / ".mypy_cache" / "consumer"

    flags = ["--strict", "--config-file=", "--no-error-summary", "--enable-error-code=unused-awaitable"]
    printed, trouble, _ = api.run([*flags, f"--cache-dir={cache}", str(CONSUMER), str(wrong)])

    found = re.findall(r"^(.*?):(\d+): error", printed, re.MULTILINE)
    assert trouble == ""
    assert {(Path(path).name, int(number)) for path, number in found} == {("wrong.py", line) for line in REPORTED}


def test_pyright_accepts_a_users_program_and_reports_its_mistakes(wrong: Path) -> None:
    pytest.importorskip("pyright")
    settings = wrong.with_name("pyrightconfig.json")
    settings.write_text(json.dumps({"include": [str(CONSUMER), str(wrong)], "typeCheckingMode": "strict"}))

    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable]
    done = subprocess.run([*command, "--project", str(settings)], check=False, capture_output=True, text=True)

    found = json.loads(done.stdout)["generalDiagnostics"]
    errors = {(Path(item["file"]).name, item["range"]["start"]["line"] + 1) for item in found}
    assert errors == {("wrong.py", line) for line in REPORTED}
