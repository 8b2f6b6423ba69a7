"""What `import postcardit_sdk` gives, and what it costs."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import postcardit_sdk

SOURCE = ast.parse(Path(postcardit_sdk.__file__).read_text("utf-8"))


def modules_after(statement: str) -> set[str]:
    """Which modules a fresh Python knows after a statement."""
    code = f"import sys\n{statement}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def imported_for_type_checkers() -> dict[str, str]:
    block = next(node for node in SOURCE.body if isinstance(node, ast.If))
    return {
        alias.name: str(node.module) for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }


def loaded_when_used() -> dict[str, str]:
    table = next(
        node.value for node in SOURCE.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_HOMES"
    )
    homes: dict[str, tuple[str, ...]] = ast.literal_eval(table)
    return {name: home for home, names in homes.items() for name in names}


def test_importing_the_sdk_imports_neither_pydantic_nor_httpx_nor_the_rest_of_it() -> None:
    modules = modules_after("import postcardit_sdk")

    assert modules & {"pydantic", "httpx", "tenacity", "PIL", "asyncio", "keyring"} == set()
    assert {name for name in modules if name.startswith("postcardit")} == {"postcardit_sdk", "postcardit_sdk.version"}


def test_a_client_is_made_without_what_only_some_of_its_calls_need() -> None:
    modules = modules_after("from postcardit_sdk import Client, Postcard; Client('http://127.0.0.1:1')")

    unneeded = {"httpx", "tenacity", "keyring", "asyncio", "sqlite3", "concurrent.futures", "postcardit_backend"}
    assert modules & unneeded == set()
    assert modules & {f"postcardit_sdk.{name}" for name in ("sse", "background", "async_driver", "embedded")} == set()


def test_an_embedded_client_needs_no_http_client(tmp_path: Path) -> None:
    modules = modules_after(
        f"from postcardit_sdk import Client\nwith Client.embedded({str(tmp_path)!r}) as c: c.service.live()"
    )

    assert "httpx" not in modules


def test_each_name_is_listed_loaded_and_known_to_type_checkers() -> None:
    assert loaded_when_used() == imported_for_type_checkers()
    assert {*loaded_when_used(), "__version__"} == set(postcardit_sdk.__all__) == set(dir(postcardit_sdk))


def test_each_name_is_what_its_home_calls_so() -> None:
    for name, home in loaded_when_used().items():
        module = __import__(f"postcardit_sdk.{home}", fromlist=[name])
        assert getattr(postcardit_sdk, name) is getattr(module, name)
        assert name in module.__all__


def test_every_error_can_be_caught_by_a_name_of_the_face() -> None:
    from postcardit_sdk import errors

    assert set(errors.__all__) - {"error_for"} <= set(postcardit_sdk.__all__)


def test_an_unknown_name_is_said_to_be_unknown() -> None:
    with pytest.raises(AttributeError, match="module 'postcardit_sdk' has no attribute 'Postbox'"):
        getattr(postcardit_sdk, "Postbox")  # noqa: B009  # a type checker would refuse the plain form
