"""The demo on a stage: gateway, functions, tables, bucket and stream, as two people and their commands use them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws.deployed import DeployedStage, deployed
from tests.aws.emulator import Emulator

pytestmark = pytest.mark.timeout(400)
"""A stage is deployed, and each function starts for the first time."""


def play(stage: DeployedStage, folder: Path) -> str:
    """Let the demo play there. Gives what it told."""
    code = "from postcardit_cli.start import run; raise SystemExit(run())"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCARDIT", "AWS", "XDG"))}

    done = subprocess.run(
        [sys.executable, "-c", code, "demo", "--stage", stage.stage.name, "--out", str(folder / "card.png"), "--json"],
        env={**kept, **stage.environment, "HOME": str(folder)},
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["cardBytes"] == (folder / "card.png").stat().st_size
    return done.stderr


def test_the_demo_plays_on_a_stage_and_leaves_nobody_behind(aws_stage: DeployedStage, tmp_path: Path) -> None:
    assert play(aws_stage, tmp_path).count("is erased.") == 2


def test_the_demo_plays_where_cognito_keeps_the_accounts_and_leaves_nobody_in_the_pool(
    emulator: Emulator, aws_package: Path, tmp_path: Path
) -> None:
    with deployed(emulator, "hosted", aws_package, Identity="cognito") as stage:
        told = play(stage, tmp_path)

    pool = stage.account.clients.of("cognito-idp").list_users(UserPoolId=stage.stack.outputs["UserPoolId"])
    assert told.count("is erased.") == 2
    assert pool["Users"] == []
