"""A photo arrives whole while its server is killed again and again, and nothing acknowledged is lost."""

import io
import random
import threading
from pathlib import Path

import httpx
from PIL import Image

from postcardit_sdk import Client
from tests.end_to_end.served import Served
from tests.end_to_end.town import access_token, sign_up
from tests.end_to_end.upload_rounds import HandSender, announce, upload_of

KILLS = 50
PART = 16 * 1024
PACE_SECONDS = 0.02


def noisy(size: tuple[int, int]) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(stream, "JPEG", quality=95)
    return stream.getvalue()


def test_a_photo_arrives_through_fifty_kills(tmp_path: Path) -> None:
    photo, rng, over = noisy((3600, 2700)), random.Random(1), threading.Event()
    with Served(tmp_path / "data") as served:
        with Client(served.url) as client, httpx.Client(base_url=served.url) as http:
            token = access_token(sign_up(client, tmp_path / "data", "alice"))
            upload = announce(http, token, photo)

        def kill_again_and_again() -> None:
            for _ in range(KILLS):
                over.wait(rng.uniform(0.05, 0.3))
                served.kill()
                served.start()
                served.wait_until_ready()
            over.set()

        killer = threading.Thread(target=kill_again_and_again)
        killer.start()
        with httpx.Client() as http:
            sender = HandSender(http, upload["url"], photo, PART, pace=lambda: over.wait(PACE_SECONDS))
            sender.send()
        killer.join()
        with httpx.Client(base_url=served.url) as http:
            while (status := upload_of(http, token, upload["uploadId"])["status"]) == "processing":
                threading.Event().wait(0.01)

    assert len(photo) < 10 * 1024 * 1024
    assert status == "ready"
    assert sender.acknowledged == sorted(sender.acknowledged)
    while [*(tmp_path / "data" / "arrivals").iterdir()]:  # who is at it lets go a moment after it is told
        threading.Event().wait(0.01)
