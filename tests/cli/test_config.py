"""Settings: set and unset one by one, and shown with who decided on them."""

import stat
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_cli.toml_writer import Unwritable, toml_of

from .conftest import Run

STAGING = "https://staging.example"


@pytest.fixture
def file(home: Path) -> Path:
    return home / "config" / "postcardit" / "config.toml"


def _origins(run: Run, *options: str) -> dict[str, tuple[object, str]]:
    settings = run("config", "list", "--show-origin", "--json", *options).json["settings"]
    return {item["key"]: (item["value"], item["origin"]) for item in settings}


def test_a_profile_that_was_set_is_used_and_can_be_the_default(run: Run, file: Path) -> None:
    run("config", "set", "profiles.staging.url", f"{STAGING}/v1/")
    run("config", "set", "default_profile", "staging")

    assert run("config", "get", "url").out == f"{STAGING}\n"
    assert tomllib.loads(file.read_text()) == {"profiles": {"staging": {"url": STAGING}}, "default_profile": "staging"}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_file_every_value_is_a_default(run: Run) -> None:
    assert _origins(run) == {
        "profile": ("local", "default"),
        "url": (None, "default"),
        "token_store": ("file", "default"),
    }


def test_each_value_names_who_decided(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("config", "set", "profiles.staging.url", STAGING)
    run("config", "set", "profiles.staging.production", "true")
    run("config", "set", "token_store", "file")
    monkeypatch.setenv("POSTCARDIT_PROFILE", "staging")

    assert _origins(run) == {
        "profile": ("staging", "environment POSTCARDIT_PROFILE"),
        "url": (STAGING, f"profile staging in {file}"),
        "token_store": ("file", str(file)),
        "profiles.staging.url": (STAGING, str(file)),
        "profiles.staging.production": (True, str(file)),
    }
    assert _origins(run, "--profile", "local")["profile"] == ("local", "flag --profile")
    assert _origins(run, "--url", "http://localhost:9")["profile"] == ("localhost-9", "flag --url")


def test_a_variable_beats_the_file_and_setting_says_so(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "file")

    result = run("config", "set", "token_store", "keyring")

    assert "POSTCARDIT_TOKEN_STORE is set" in result.err
    assert run("config", "get", "token_store").out == "file\n"
    assert tomllib.loads(file.read_text()) == {"token_store": "keyring"}


def test_people_read_lines_with_origins_beside_them(run: Run) -> None:
    assert run("config", "list").out == "profile = local\nurl =\ntoken_store = file\n"
    assert run("config", "list", "--show-origin").out.splitlines()[0] == "profile = local     # default"


def test_secrets_are_never_shown(run: Run, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.parent.mkdir(parents=True)
    file.write_text('[profiles.local]\nurl = "https://alice:hunter2@host.example"\n')
    monkeypatch.setenv("POSTCARDIT_TOKEN", "token-of-alice")

    shown = "".join(run("config", *what).out for what in [("list", "--show-origin"), ("get", "url"), ("get", "token")])

    assert "hunter2" not in shown
    assert "token-of-alice" not in shown
    assert "https://host.example" in shown


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("colour", "red"),
        ("profiles", "x"),
        ("profiles.staging", "x"),
        ("profiles.../x.url", STAGING),
        ("profiles.staging.url", "nowhere"),
        ("profiles.staging.url", "https://alice:hunter2@host.example"),
        ("profiles.staging.production", "yes"),
        ("token_store", "cloud"),
        ("default_profile", "nobody"),
        ("url", STAGING),
        ("profile", "local"),
        ("token", "secret"),
    ],
)
def test_what_cannot_be_set_is_a_usage_error_and_writes_nothing(run: Run, file: Path, key: str, value: str) -> None:
    result = run("config", "set", key, value)

    assert (result.exit_code, result.out) == (2, "")
    assert "hunter2" not in result.err
    assert not file.exists()


def test_unsetting_leaves_no_empty_profile(run: Run, file: Path) -> None:
    run("config", "set", "profiles.staging.url", STAGING)
    run("config", "set", "token_store", "file")

    assert run("config", "unset", "profiles.staging").exit_code == 0
    assert file.read_text() == 'token_store = "file"\n'
    assert run("config", "unset", "profiles.staging.url").exit_code == 3
    assert run("config", "get", "profiles.staging.url").exit_code == 3


def test_a_default_profile_that_is_gone_can_be_mended(run: Run) -> None:
    run("config", "set", "profiles.staging.url", STAGING)
    run("config", "set", "default_profile", "staging")
    run("config", "unset", "profiles.staging.url")

    refused = run("config", "list")
    mended = run("config", "unset", "default_profile")

    assert (refused.exit_code, mended.exit_code, run("config", "list").exit_code) == (2, 0, 0)


def test_what_others_wrote_stays_and_a_commented_file_is_kept_beside(run: Run, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text('# mine\nfuture = [1, "two"]\n["a b".c]\nd = 3\n')

    run("config", "set", "token_store", "file")

    assert tomllib.loads(file.read_text()) == {"future": [1, "two"], "a b": {"c": {"d": 3}}, "token_store": "file"}
    assert file.with_name("config.toml.bak").read_text().startswith("# mine\n")


def test_a_linked_file_stays_a_link(run: Run, file: Path, tmp_path: Path) -> None:
    file.parent.mkdir(parents=True)
    (tmp_path / "dotfiles.toml").write_text("")
    file.symlink_to(tmp_path / "dotfiles.toml")

    run("config", "set", "token_store", "file")

    assert file.is_symlink()
    assert (tmp_path / "dotfiles.toml").read_text() == 'token_store = "file"\n'


def test_a_value_that_cannot_be_written_leaves_the_file_alone(run: Run, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_text("born = 1979-05-27\n")

    result = run("config", "set", "token_store", "file")

    assert (result.exit_code, file.read_text()) == (1, "born = 1979-05-27\n")
    assert "with an editor" in result.err


def test_settings_that_are_made_at_once_are_all_kept(file: Path) -> None:
    code = "import sys; from postcardit_cli.start import enter; sys.exit(enter(sys.argv[1:]))"
    commands = [("config", "set", f"profiles.p{number}.url", STAGING) for number in range(4)]

    writers = [subprocess.Popen([sys.executable, "-c", code, "--quiet", *command]) for command in commands]

    assert [writer.wait(30) for writer in writers] == [0] * 4
    assert sorted(tomllib.loads(file.read_text())["profiles"]) == ["p0", "p1", "p2", "p3"]


def test_path_names_the_file(run: Run, file: Path) -> None:
    assert run("config", "path").out == f"{file}\n"
    assert run("config", "path", "--json").json == {"path": str(file)}


_values = st.one_of(st.booleans(), st.integers(-(2**62), 2**62), st.text(st.characters(exclude_categories=["Cs"])))
_documents = st.recursive(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.one_of(_values, st.lists(_values))),
    lambda inner: st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.one_of(_values, inner)),
    max_leaves=8,
)


@given(_documents)
def test_what_is_written_is_read_again(document: dict[str, object]) -> None:
    assert tomllib.loads(toml_of(document)) == document


def test_a_number_with_a_fraction_is_not_written() -> None:
    with pytest.raises(Unwritable, match=r"a\.b"):
        toml_of({"a": {"b": 1.5}})
