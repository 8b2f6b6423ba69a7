"""The examples of docs/cli.md: each is typed for real, into a home of its own, and prints what it says."""

import io
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from docs.command_examples import Example, examples
from docs.generate import commands
from postcardit_cli.start import enter
from postcardit_sdk.worlds.landscape import paint_landscape
from tests.transcripts import assert_printed, steps_of

from .conftest import Result, move_in

if TYPE_CHECKING:
    from tests.aws.deployed import DeployedStage

EXAMPLES = examples()
ENTRY = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell may have had it ignored
    "from postcardit_cli.start import run; raise SystemExit(run())"
)
MAY_FAIL = " || true"
FILES = {
    "password.txt": b"correct horse battery\n",
    "old-and-new.txt": b"correct horse battery\nhorse staple\n",
    "new-password.txt": b"horse staple\n",
}
BEFORE_ALL = (
    "postcardit openapi > openapi.json",
    "postcardit world load two-friends",
    "postcardit auth register carol carol@example.com --full-name 'Carol Kay' --password-stdin < password.txt",
    "postcardit lab mailbox carol",
    "postcardit auth confirm carol@example.com {code} --password-stdin < password.txt",
    "postcardit auth login bob --password-stdin < password.txt",
    "postcardit auth login alice --password-stdin < password.txt",
)


@pytest.fixture(scope="session")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Alice, who is signed in, Bob, who is her friend, Carol, and a few files; do not write into it."""
    folder = tmp_path_factory.mktemp("settled-home")
    for name, content in FILES.items():
        (folder / name).write_bytes(content)
    (folder / "lake.jpg").write_bytes(paint_landscape(1200, 900))
    with pytest.MonkeyPatch.context() as patch:
        move_in(folder, patch)
        patch.chdir(folder)
        answered_by(Example("", BEFORE_ALL))
    return folder


@pytest.fixture
def in_settled_home(settled_home: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The present folder and home, in which an example may do what it likes."""
    shutil.copytree(settled_home, home, dirs_exist_ok=True)
    monkeypatch.chdir(home)


@pytest.fixture
def in_aws(aws_stage: "DeployedStage", monkeypatch: pytest.MonkeyPatch) -> None:
    """An account in an emulator, and dependencies that need not come from far away."""
    from postcardit_backend.aws.ops import package

    for name, value in aws_stage.environment.items():
        monkeypatch.setenv(name, value)

    def bring(_lock: str, folder: Path, **_: object) -> None:
        folder.mkdir()

    monkeypatch.setattr(package, "bring", bring)


def type_in(command: str, *options: str) -> Result:
    """Run a command line in this process, as a shell would that knows `< file` and `> file` alone."""
    program, *words = shlex.split(command)
    assert program == "postcardit", command
    source, target = _taken_from(words, "<"), _taken_from(words, ">")
    given = io.BytesIO(b"" if source is None else Path(source).read_bytes())
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "stdin", io.TextIOWrapper(given, encoding="utf-8"))
        exit_code = enter([*options, *words])
    if target is None:
        return Result(exit_code, out.getvalue(), err.getvalue())
    Path(target).write_text(out.getvalue(), "utf-8")
    return Result(exit_code, "", err.getvalue())


def _taken_from(words: list[str], sign: str) -> str | None:
    """The file behind a sign, which leaves the words with it."""
    if sign not in words:
        return None
    position = words.index(sign)
    _, file = words[position : position + 2]
    del words[position : position + 2]
    return file


def answered_by(example: Example) -> dict[str, str]:
    """Type what comes before an example, and give what was answered to it, the last text of each name."""
    values: dict[str, str] = {}

    def remember(found: dict[str, Any]) -> dict[str, Any]:
        values.update({name: value for name, value in found.items() if isinstance(value, str)})
        return found

    for line in example.before:
        result = type_in(Example(line.removesuffix(MAY_FAIL)).filled(values), "--json")
        assert result.exit_code == 0 or line.endswith(MAY_FAIL), f"$ {line}\n{result.err}"
        for answer in (result.out, result.err):
            with suppress(ValueError):  # nothing, or words for people
                json.loads(answer, object_hook=remember)
    return values


def leaves() -> set[tuple[str, ...]]:
    """The commands that do something; the others only hold commands."""
    every = [tuple(words) for words in commands()]
    return set(every) - {words[:-1] for words in every}


def test_every_command_has_an_example_and_every_example_a_command() -> None:
    assert set(EXAMPLES) == leaves()


@pytest.mark.parametrize("words", EXAMPLES, ids=" ".join)
def test_an_example_shows_its_own_command(words: tuple[str, ...]) -> None:
    typed = [shlex.split(command) for command, _ in steps_of(EXAMPLES[words].text)]

    assert [command[: len(words) + 1] for command in typed] == [["postcardit", *words]]


@pytest.mark.timeout(400)  # for some a stage is deployed
@pytest.mark.usefixtures("in_settled_home")
@pytest.mark.parametrize("words", [words for words in EXAMPLES if not EXAMPLES[words].runs_on], ids=" ".join)
def test_an_example_prints_what_it_says(words: tuple[str, ...], request: pytest.FixtureRequest) -> None:
    example = EXAMPLES[words]
    if example.needs == "aws":
        request.getfixturevalue("in_aws")
    text = example.filled(answered_by(example))

    for command, expected in steps_of(text):
        result = type_in(command)

        assert result.exit_code == 0, result.err
        assert_printed(result.out, expected, command)


@pytest.mark.usefixtures("in_settled_home")
@pytest.mark.parametrize("words", [words for words in EXAMPLES if EXAMPLES[words].runs_on], ids=" ".join)
def test_an_example_that_runs_on_prints_what_it_says_and_ends_by_ctrl_c(words: tuple[str, ...]) -> None:
    ((command, expected),) = steps_of(EXAMPLES[words].text)
    line = [sys.executable, "-c", ENTRY, *shlex.split(command)[1:]]

    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env={**os.environ}) as process:
        assert process.stdout is not None
        printed = "".join(process.stdout.readline() for _ in expected)
        process.send_signal(signal.SIGINT)
        exit_code = process.wait(10)

    assert exit_code == 0
    assert_printed(printed, expected, command)
