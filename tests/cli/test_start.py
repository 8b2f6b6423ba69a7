"""The console entry: global options stand anywhere, and `--version` costs nothing."""

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_cli.start import GLOBAL_FLAGS, GLOBAL_VALUES, TAKES_VALUE, hoisted, leading
from postcardit_sdk.version import __version__

HEAVY = ("httpx", "pydantic", "keyring", "PIL", "rich", "asyncio")

_tokens = st.one_of(
    st.sampled_from(sorted({*GLOBAL_FLAGS, *GLOBAL_VALUES, *TAKES_VALUE, "--", "-", "--url=http://a", "--all"})),
    st.text(max_size=8),
)


def modules_after(*arguments: str) -> tuple[str, set[str]]:
    """What a command prints, and the modules that are loaded when it is done."""
    code = (
        "import sys\n"
        "from postcardit_cli.start import enter\n"
        f"enter({arguments!r})\n"
        "print('\\n' + ' '.join(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    out, _, modules = done.stdout.rstrip("\n").rpartition("\n")
    return out, set(modules.split())


@given(st.lists(_tokens))
def test_hoisting_loses_nothing_and_keeps_the_order_of_all_other_tokens(arguments: list[str]) -> None:
    result = hoisted(arguments)

    front = leading(result)
    rest = result[len(leading(result)) :]
    assert Counter(result) == Counter(arguments)
    remaining = iter(arguments)
    assert all(token in remaining for token in front)
    remaining = iter(arguments)
    assert all(token in remaining for token in rest)


@given(st.lists(_tokens))
def test_hoisting_twice_is_hoisting_once(arguments: list[str]) -> None:
    once = hoisted(arguments)

    assert hoisted(once) == once


@pytest.mark.parametrize(
    ("given_arguments", "expected"),
    [
        (["postcards", "list", "--json"], ["--json", "postcards", "list"]),
        (["friends", "list", "--as", "bob", "--all"], ["--as", "bob", "friends", "list", "--all"]),
        (["friends", "list", "--url=http://a"], ["--url=http://a", "friends", "list"]),
        (["postcards", "send", "bob", "--", "--json"], ["postcards", "send", "bob", "--", "--json"]),
        (["postcards", "send", "bob", "--place", "--json"], ["postcards", "send", "bob", "--place", "--json"]),
        (["users", "me", "--as"], ["users", "me", "--as"]),
        (["--quiet", "users", "me", "--json"], ["--quiet", "--json", "users", "me"]),
    ],
)
def test_global_options_come_to_the_front_with_their_values(given_arguments: list[str], expected: list[str]) -> None:
    assert hoisted(given_arguments) == expected


def test_version_alone_is_answered_without_the_command_line_framework() -> None:
    out, modules = modules_after("--version")

    assert out.strip() == f"postcardit {__version__}"
    assert not modules & {"typer", "json", *HEAVY}


@pytest.mark.parametrize(
    "arguments", [("--help",), ("--quiet", "--version"), ("postcards", "send", "--help"), ("auth", "status")]
)
def test_a_command_without_network_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    _, modules = modules_after(*arguments)

    assert not modules & {*HEAVY}


def test_help_imports_no_family() -> None:
    _, modules = modules_after("--help")

    assert not modules & {"postcardit_cli.auth", "postcardit_cli.postcards", "postcardit_cli.demo"}


def test_completion_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from postcardit_cli.start import enter\n"
        "try:\n"
        "    enter([])\n"
        "finally:\n"
        "    print('\\n' + ' '.join(sys.modules), file=sys.stderr)\n"
    )
    variables = {
        "_POSTCARDIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "postcardit postcards se",
        "COMP_CWORD": "2",
    }

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables, check=False)

    assert done.stdout.split()[:1] == ["send"]
    assert not set(done.stderr.split()) & {*HEAVY}
