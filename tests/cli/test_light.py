"""What needs no server costs next to nothing: none of the heavy packages is imported for it."""

from collections.abc import Mapping

import pytest

from postcardit_sdk import FileTokens

from .test_start import HEAVY, modules_after

LIGHT = [
    ("config", "list", "--show-origin"),
    ("config", "get", "url"),
    ("config", "set", "profiles.staging.url", "https://staging.example"),
    ("config", "unset", "profiles.play"),
    ("config", "path"),
    ("auth", "switch", "bob"),
    ("auth", "why"),
    ("auth", "status", "--offline"),
    ("auth", "status", "--offline", "--json"),
]


@pytest.mark.parametrize("arguments", LIGHT, ids=" ".join)
def test_a_command_without_network_imports_nothing_heavy(
    signed_in: Mapping[str, FileTokens], arguments: tuple[str, ...]
) -> None:
    assert signed_in["alice"].load() is not None

    out, modules = modules_after(*arguments)

    assert "Traceback" not in out
    assert "postcardit_cli.main" in modules
    assert not modules & {*HEAVY}
