"""A Swift program made of the package alone: its server goes away for a while, and its network loses things."""

import io
import os
import subprocess
import threading
from pathlib import Path

import pytest
from PIL import Image

from postcardit_sdk import Client
from tests.end_to_end.fault_proxy import Fault, FaultProxy
from tests.end_to_end.served import Served
from tests.swift.workspace import Workspace

pytestmark = pytest.mark.timeout(1200)

LIMIT_SECONDS = 300
"""How long the program may take."""

FAULTS = {Fault.DELAY: 0.1, Fault.DUPLICATE: 0.1, Fault.REFUSE_BEFORE: 0.1, Fault.REFUSE_AFTER: 0.1}
"""What a proxy does to requests. Connections that are cut end a process in Linux's Foundation (until Swift 6.4:
"Transfer completed, but there's no response"), so the program loses answers by itself."""


def test_every_card_arrives_once_and_in_order_whatever_the_network_does(
    built_package: Workspace, tmp_path: Path
) -> None:
    photo = io.BytesIO()
    Image.effect_noise((900, 700), 60).convert("RGB").save(photo, "JPEG", quality=90)
    (tmp_path / "photo.jpg").write_bytes(photo.getvalue())
    with Served(tmp_path / "data") as server, FaultProxy(server.url, FAULTS, seed=5) as proxy:
        environment = {
            **os.environ,
            "POSTCARDIT_URL": server.url,
            "POSTCARDIT_BAD_URL": proxy.url,
            "POSTCARDIT_LAB_KEY": (tmp_path / "data" / "lab.key").read_text().strip(),
            "POSTCARDIT_PHOTO": str(tmp_path / "photo.jpg"),
            "POSTCARDIT_FOLDER": str(tmp_path / "phone"),
        }
        program = built_package.scratch / "debug" / "Offline"

        said = followed([str(program)], environment, server)

        assert said[-1:] == ["DONE"]
        assert sum(proxy.did.values()) > 5
        with Client(server.url) as bob:
            bob.auth.login("bob", "correct horse")
            messages = [card.message for card in bob.postcards.received(limit=100).postcards]
    told = ["photo", *(f"offline {number}" for number in range(1, 6)), *(f"bad {number}" for number in range(1, 21))]
    assert messages == told[::-1]


def followed(command: list[str], environment: dict[str, str], server: Served) -> list[str]:
    """Run a program, doing what it asks of the server. Gives what it said until it ended, or its time was over."""
    said: list[str] = []
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        patience = threading.Timer(LIMIT_SECONDS, program.kill)
        patience.start()
        try:
            for line in program.stdout:
                if not line.startswith("CALL "):
                    said.append(line.strip())
                if line == "SERVER DOWN\n":
                    server.kill()
                    print("ok", file=program.stdin, flush=True)
                elif line == "SERVER UP\n":
                    server.start()
                    server.wait_until_ready()
                    print("ok", file=program.stdin, flush=True)
        finally:
            patience.cancel()
            program.kill()
    return said
