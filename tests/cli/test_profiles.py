"""Which server: flag, then variable, then profile, then the backend in this process."""

from pathlib import Path

import pytest

from postcardit_cli.exits import CommandFailed
from postcardit_cli.profiles import Target, target_of


@pytest.fixture(autouse=True)
def config(home: Path) -> Path:
    path = home / "config" / "postcardit" / "config.toml"
    path.parent.mkdir(parents=True)
    path.write_text('[profiles.work]\nurl = "https://work.example"\n[profiles.play]\nurl = "https://play.example"\n')
    return path


def test_without_a_word_it_is_the_backend_in_this_process() -> None:
    assert target_of(None, None) == Target("local", None)


def test_the_default_profile_beats_the_backend_in_this_process(config: Path) -> None:
    config.write_text('default_profile = "work"\n' + config.read_text())

    assert target_of(None, None) == Target("work", "https://work.example")


def test_a_variable_beats_the_default_profile(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('default_profile = "work"\n' + config.read_text())
    monkeypatch.setenv("POSTCARDIT_PROFILE", "play")

    assert target_of(None, None) == Target("play", "https://play.example")


def test_the_address_variable_beats_the_profile_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_PROFILE", "play")
    monkeypatch.setenv("POSTCARDIT_URL", "http://localhost:9")

    assert target_of(None, None) == Target("play", "http://localhost:9")


def test_a_profile_flag_beats_the_address_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_URL", "http://localhost:9")

    assert target_of("work", None) == Target("work", "https://work.example")


def test_an_address_flag_beats_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_URL", "http://localhost:9")
    monkeypatch.setenv("POSTCARDIT_PROFILE", "play")

    assert target_of(None, "http://127.0.0.1:8080/v1/") == Target("127.0.0.1-8080", "http://127.0.0.1:8080")


@pytest.mark.parametrize("url", ["nowhere", "ftp://host", "http://", "http://host:port", "http://host:99999"])
def test_what_is_no_address_is_a_usage_error(url: str) -> None:
    with pytest.raises(CommandFailed) as refused:
        target_of(None, url)

    assert refused.value.failure.exit_code == 2


@pytest.mark.parametrize("name", ["../work", "", ".hidden", "a/b", "a" * 100])
def test_a_profiles_name_never_leaves_its_folder(name: str) -> None:
    with pytest.raises(CommandFailed) as refused:
        target_of(name, None)

    assert refused.value.failure.exit_code == 2


def test_an_unknown_profile_names_the_known_ones() -> None:
    with pytest.raises(CommandFailed, match="Known: local, play, work"):
        target_of("wrok", None)


@pytest.mark.parametrize("content", [b"profiles = 3", b"[profiles", b"\xff", b"[profiles.work]\nurl = 3"])
def test_a_damaged_configuration_is_a_sentence(config: Path, content: bytes) -> None:
    config.write_bytes(content)

    with pytest.raises(CommandFailed, match="cannot be used"):
        target_of("work", None)
