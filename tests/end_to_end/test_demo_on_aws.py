"""The demo on a stage: gateway, functions, tables, bucket and stream, as two people and their commands use them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.aws.deployed import DeployedStage


@pytest.mark.timeout(400)  # a stage is deployed, and each function starts for the first time
def test_the_demo_plays_on_a_stage_and_leaves_nobody_behind(aws_stage: DeployedStage, tmp_path: Path) -> None:
    code = "from postcardit_cli.start import run; raise SystemExit(run())"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POSTCARDIT", "AWS", "XDG"))}

    done = subprocess.run(
        [sys.executable, "-c", code, "demo", "--stage", "dev", "--out", str(tmp_path / "card.png"), "--json"],
        env={**kept, **aws_stage.environment, "HOME": str(tmp_path)},
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["cardBytes"] == (tmp_path / "card.png").stat().st_size
    assert done.stderr.count("is erased.") == 2
