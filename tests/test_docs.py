"""Every command and snippet of README and docs/ does what it says."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcripts import assert_printed, steps_of

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def blocks(page: Path, language: str) -> list[str]:
    return [text for found, text in FENCE.findall(page.read_text("utf-8")) if found == language]


def with_blocks(language: str) -> list[Path]:
    """The pages that are one story; each example of the command reference is its own (tests/cli runs them)."""
    return [page for page in PAGES if page.name != "cli.md" and blocks(page, language)]


def sandbox(home: Path) -> dict[str, str]:
    """An environment with an empty home, in which this Python's commands come first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCARDIT", "XDG"))}
    scripts = home / "bin"
    scripts.mkdir()
    (scripts / "postcardit").write_text(
        f"#!{sys.executable}\nimport sys\nfrom postcardit_cli.start import run\nsys.exit(run())\n"
    )
    (scripts / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    for script in scripts.iterdir():
        script.chmod(0o755)
    return {**kept, "HOME": str(home), "PATH": f"{scripts}:{kept['PATH']}", "PYTHONSAFEPATH": "1", "LC_ALL": "C.UTF-8"}


@pytest.mark.parametrize("page", with_blocks("console"), ids=lambda page: page.name)
def test_the_transcripts_of_a_page_are_what_the_commands_print(page: Path, tmp_path: Path) -> None:
    steps = [step for block in blocks(page, "console") for step in steps_of(block)]
    marker = "-- end of command --"
    script = "\n".join(f"{command}\necho '{marker}'" for command, _ in steps)

    done = subprocess.run(
        [shutil.which("bash") or "sh", "-e", "-c", script],
        cwd=tmp_path, env=sandbox(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    for (command, expected), printed in zip(steps, done.stdout.split(f"{marker}\n"), strict=False):
        assert_printed(printed, expected, command)


@pytest.mark.parametrize("page", with_blocks("python"), ids=lambda page: page.name)
def test_the_snippets_of_a_page_run_one_after_the_other(page: Path, tmp_path: Path) -> None:
    program = "\n".join(blocks(page, "python"))

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        cwd=tmp_path, env=sandbox(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    missing = [target for target in LINK.findall(page.read_text("utf-8")) if not (page.parent / target).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_a_page_is_run_or_plainly_text(page: Path) -> None:
    languages = {language for language, _ in FENCE.findall(page.read_text("utf-8"))}

    assert languages <= {"console", "python", "text", "swift"}  # tests/swift compiles what is Swift


def test_the_make_targets_that_the_pages_name_exist() -> None:
    named = {target for page in PAGES for target in re.findall(r"(?m)(?:`|^)make ([a-z-]+)", page.read_text("utf-8"))}
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert {target for target in named if f"\n{target}: " not in makefile} == set()


def test_the_tests_of_the_page_about_pytest_pass(tmp_path: Path) -> None:
    (tmp_path / "test_page.py").write_text("\n".join(blocks(ROOT / "docs" / "pytest.md", "python")), "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\nfilterwarnings = error\n")
    command = [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest"]

    done = subprocess.run(
        [*command, "-p", "no:xdist", "--basetemp", str(tmp_path / "tmp"), str(tmp_path)],
        cwd=tmp_path, env=sandbox(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, "6 passed" in done.stdout) == (0, True), done.stdout
