"""The pytest plugin, in a project that is somebody else's: it costs nothing until a fixture is asked for."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pydantic", "httpx", "PIL", "yaml", "sqlite3", "starlette", "tenacity", "postcardit_backend")


def run(folder: Path, test: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """A project of one file, run as its owner would. The plugin is found by its entry point."""
    (folder / "test_it.py").write_text(test)
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]
    return subprocess.run(
        [*command, "--basetemp", str(folder / "tmp"), *options, str(folder)],
        cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=110,
    )  # fmt: skip


def assert_passed(done: "subprocess.CompletedProcess[str]", count: int) -> None:
    assert (done.returncode, f"{count} passed" in done.stdout) == (0, True), done.stdout + done.stderr


def test_a_run_that_asks_for_nothing_imports_nothing(tmp_path: Path) -> None:
    test = (
        "import sys\n\n\n"
        "def test_it(pytestconfig):\n"
        "    assert pytestconfig.pluginmanager.hasplugin('postcardit')\n"
        f"    assert [name for name in {HEAVY!r} if name in sys.modules] == []\n"
    )

    assert_passed(run(tmp_path, test, "-p", "no:xdist", "-p", "no:randomly"), 1)


def test_each_test_has_a_backend_of_its_own(tmp_path: Path) -> None:
    test = (
        "import pytest\n\n\n"
        "@pytest.mark.parametrize('turn', range(3))\n"
        "def test_embedded(postcardit_embedded, turn):\n"
        "    assert postcardit_embedded.sign_up('eve').users.me().username == 'eve'\n\n\n"
        "@pytest.mark.parametrize('turn', range(2))\n"
        "def test_served(postcardit_server, turn):\n"
        "    assert postcardit_server.url.startswith('http://127.0.0.1:')\n"
        "    assert postcardit_server.sign_up('eve').users.me().username == 'eve'\n\n\n"
        "def test_worlds_do_not_leak(alice, bob, world):\n"
        "    alice.postcards.send('bob', 'Once')\n"
        "    assert world.counts.postcards == world.planned.postcards\n\n\n"
        "def test_nor_the_other_way_round(alice, bob, world):\n"
        "    alice.postcards.send('bob', 'Once')\n"
        "    assert [card.message for card in bob.postcards.all()].count('Once') == 1\n"
    )

    assert_passed(run(tmp_path, test), 7)


def test_the_world_is_chosen_by_marker_by_file_or_for_the_whole_project(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("world: mine\nusers: {alice: {full_name: Mine}}\n")
    test = (
        "import pytest\n\n\n"
        "def test_for_all(world):\n"
        "    assert world.name == 'birthday-party'\n\n\n"
        "@pytest.mark.postcardit_world('mine.yaml')\n"
        "def test_by_file(alice):\n"
        "    assert alice.users.me().full_name == 'Mine'\n\n\n"
        "@pytest.mark.postcardit_world('edge-cases')\n"
        "def test_by_name(world):\n"
        "    assert world['longest'].users.me().username == world.person('longest').username\n"
        "    with pytest.raises(KeyError, match='Nobody is called mallory'):\n"
        "        world['mallory']\n"
    )

    assert_passed(run(tmp_path, test, "-o", "postcardit_world=birthday-party"), 3)


def test_clock_weather_and_mailbox_are_those_of_the_tests_own_backend(tmp_path: Path) -> None:
    test = (
        "from datetime import UTC, datetime\n"
        "import pytest\n"
        "from postcardit_sdk import ConnectionFailed\n\n\n"
        "def test_moved(alice, clock, weather, mailbox):\n"
        "    clock.freeze(datetime(2030, 1, 1, tzinfo=UTC))\n"
        "    weather.set('airplane')\n"
        "    with pytest.raises(ConnectionFailed):\n"
        "        alice.users.me()\n"
        "    assert mailbox.messages() == []\n\n\n"
        "def test_not_moved(postcardit_server, clock, weather, mailbox):\n"
        "    eve = postcardit_server.client()\n"
        "    eve.auth.register('eve', 'eve@example.com', 'correct horse')\n"
        "    assert (weather.show().plan, len(mailbox.code('eve'))) == (None, 6)\n"
        "    assert abs((clock.now - datetime.now(UTC)).total_seconds()) < 3600\n"
    )

    assert_passed(run(tmp_path, test), 2)


def test_a_moment_of_a_world_is_put_aside_and_brought_back(tmp_path: Path) -> None:
    test = (
        "def test_it(world):\n"
        "    world.save()\n"
        "    alice, bob = world['alice'], world['bob']\n"
        "    for card in list(bob.postcards.all()):\n"
        "        bob.postcards.read(card.postcard_id) if card.sender.username == 'alice' else None\n"
        "    alice.friends.block('bob')\n"
        "    assert world.counts != world.planned\n"
        "    world.restore()\n"
        "    assert world.counts == world.planned\n"
        "    assert alice.postcards.send('bob', 'Again').message == 'Again'\n"
    )

    assert_passed(run(tmp_path, test), 1)


def test_two_backends_in_one_test_are_refused_in_words(tmp_path: Path) -> None:
    done = run(tmp_path, "def test_it(postcardit_server, postcardit_embedded):\n    pass\n")

    assert (done.returncode, "A test has one backend" in done.stdout) == (1, True)


@pytest.mark.parametrize("name", ["nowhere.yaml", "nowhere"])
def test_a_world_that_is_nowhere_is_told(tmp_path: Path, name: str) -> None:
    test = f"import pytest\n\n\n@pytest.mark.postcardit_world({name!r})\ndef test_it(world):\n    pass\n"

    done = run(tmp_path, test)

    assert (done.returncode, "nowhere" in done.stdout) == (1, True)


def test_many_tests_at_once_stay_apart(tmp_path: Path) -> None:
    test = (
        "import pytest\n\n\n"
        "@pytest.mark.parametrize('turn', range(12))\n"
        "def test_it(postcardit_server, world, alice, bob, turn):\n"
        "    alice.postcards.send('bob', f'Turn {turn}')\n"
        "    turns = [card.message for card in bob.postcards.all() if card.message.startswith('Turn')]\n"
        "    assert turns == [f'Turn {turn}']\n"
    )

    assert_passed(run(tmp_path, test, "-n", "2"), 12)
