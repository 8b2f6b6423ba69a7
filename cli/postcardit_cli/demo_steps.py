"""What happens in the demo, step by step."""

import json
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .demo_stage import Stage
from .demo_terminal import OtherTerminal
from .exits import CommandFailed

__all__ = ["Outcome", "play"]

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_MESSAGE = "The lake is as still as you said. Wish you were here!"
_PLACE = "Venice, Italy"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the demo made, and what it took."""

    card: Path
    postcard_id: str
    seconds: float
    photo_bytes: int
    mailed_bytes: int
    card_bytes: int

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {
            "card": str(self.card),
            "postcardId": self.postcard_id,
            "seconds": round(self.seconds, 3),
            "photoBytes": self.photo_bytes,
            "mailedBytes": self.mailed_bytes,
            "cardBytes": self.card_bytes,
        }


def play(stage: Stage, photo: Path | None, out: Path) -> Outcome:
    """Play it all. Raises CommandFailed, which names the step, when one fails."""
    started = time.perf_counter()
    script = _Script(stage, secrets.token_urlsafe(12))
    script.step(f"A backend runs at {stage.url}, in {stage.where}.", script.look_around)
    script.step("Alice opens an account.", lambda: script.sign_up(stage.names[0]))
    script.step("Bob opens an account.", lambda: script.sign_up(stage.names[1]))
    script.step("Alice asks Bob for friendship, Bob accepts.", script.befriend)
    script.step("Bob watches for postcards, in another terminal.", script.watch)
    source = photo or script.step("No photo was given: one is painted.", script.paint)
    card_id = script.step("Alice mails the photo.", lambda: script.send(source))
    script.step("Bob's other terminal tells him at once.", lambda: script.hear(card_id))
    script.step("Bob looks into his box and reads it.", lambda: script.read(card_id))
    script.step("Alice sees that it was delivered and read.", lambda: script.check_receipts(card_id))
    saved = script.step("Bob keeps the photo and the card.", lambda: script.save(card_id, out))
    seconds = time.perf_counter() - started
    outcome = Outcome(out, card_id, seconds, source.stat().st_size, saved.stat().st_size, out.stat().st_size)
    stage.tell(f"The card: {_as_path(out)}")
    stage.say(
        f"{seconds:.1f} s. The photo went from {_size(outcome.photo_bytes)} to {_size(outcome.mailed_bytes)}, "
        f"the card has {_size(outcome.card_bytes)}."
    )
    return outcome


class _Script:
    """The scenes. Each runs the commands that a user would type."""

    def __init__(self, stage: Stage, password: str) -> None:
        self._stage = stage
        self._password = password
        self._number = 0
        self._alice, self._bob = stage.names
        self._watching: OtherTerminal

    def step(self, title: str, scene: Any) -> Any:
        """Play one scene; a failure says in which one it happened."""
        self._number += 1
        self._stage.tell(f"{self._number}. {title}")
        try:
            return scene()
        except BrokenPipeError:
            raise
        except (CommandFailed, OSError) as error:
            reason = error.failure.message if isinstance(error, CommandFailed) else str(error)
            raise CommandFailed(
                f"The demo failed in step {self._number} ({title.rstrip('.')}): {reason}", code="demo_failed"
            ) from error

    def look_around(self) -> None:
        """Say where commands find the backend, and ask whether it is there."""
        self._stage.mention(f"export POSTCARDIT_URL={self._stage.url}")
        self._stage.run("api", "GET", "/v1/health/ready")

    def sign_up(self, name: str) -> None:
        """Open an account."""
        self._stage.open_account(name, self._password)

    def befriend(self) -> None:
        """One asks, the other accepts."""
        self._stage.run("--as", self._alice, "friends", "request", self._bob)
        self._stage.run("--as", self._bob, "friends", "requests")
        self._stage.run("--as", self._bob, "friends", "accept", self._alice)

    def watch(self) -> None:
        """Fetch what there is; from there on, what comes is told live."""
        pulled = json.loads(self._stage.run("--as", self._bob, "sync", "pull", "--json"))
        limits = ("--count", "1", "--for", "60")
        self._watching = self._stage.start(
            "--as", self._bob, "postcards", "watch", "--since", pulled["cursor"], *limits
        )

    def paint(self) -> Path:
        """A photo as awkward as a phone's: large, turned, with a place inside."""
        from postcardit_sdk.worlds.landscape import paint_landscape

        path = self._stage.folder / "landscape.jpg"
        path.write_bytes(paint_landscape())
        self._stage.say(f"{path} ({_size(path.stat().st_size)}, 12 megapixels, turned, with its place inside)")
        return path

    def send(self, photo: Path) -> str:
        """Mail it with a stamp."""
        stamps = self._stage.run("--as", self._alice, "stamps", "list", "--category", "travel").split("\n")[1:]
        stamp = stamps[0].split(" ")[0] if stamps and stamps[0] else ""
        with_stamp = ["--stamp", stamp] if stamp else []
        printed = self._stage.run(
            *("--as", self._alice, "postcards", "send", self._bob, _MESSAGE),
            *("--photo", str(photo), "--place", _PLACE, *with_stamp),
        )
        found = _ID.search(printed)
        if found is None:
            raise CommandFailed("no postcard id came back")
        return found.group()

    def hear(self, card_id: str) -> None:
        """The watch has told of the card, and confirmed its delivery as an app does."""
        heard = self._watching.next_line()
        self._stage.say(heard.line)
        if card_id not in heard.line:
            raise CommandFailed(f"the watch told of something else than the postcard {card_id}")
        self._watching.wait()
        self._stage.say(f"({max(0.0, heard.at - _made_at(card_id)) * 1000:.0f} ms after the server had it)")

    def read(self, card_id: str) -> None:
        """Look into the box, read the card."""
        listed = self._stage.run("--as", self._bob, "postcards", "list", "--box", "received")
        if card_id not in listed:
            raise CommandFailed(f"the postcard {card_id} is not in the box")
        self._stage.run("--as", self._bob, "postcards", "read", card_id)

    def check_receipts(self, card_id: str) -> None:
        """Both receipts are there, with their times."""
        printed = self._stage.run("--as", self._alice, "postcards", "show", card_id)
        for receipt in ("Delivered", "Read"):
            if not re.search(rf"\b{receipt} +\S", printed):
                raise CommandFailed(f"the card does not say when it was {receipt.lower()}")

    def save(self, card_id: str, out: Path) -> Path:
        """The photo as a file, the card as a picture."""
        folder = self._stage.folder / "photos"
        self._stage.run("--as", self._bob, "postcards", "save", card_id, str(folder), "--render", _as_path(out))
        return folder / f"{card_id}.jpg"


def _made_at(card_id: str) -> float:
    """When an id was made, which a UUID of version 7 says itself (RFC 9562 section 5.7), as Unix time."""
    return int(card_id.replace("-", "")[:12], 16) / 1000


def _as_path(path: Path) -> str:
    """The path as a shell takes it for a file of this folder."""
    return str(path) if path.is_absolute() or path.parts[:1] == ("..",) else f"./{path}"


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 100_000 else f"{count / 1000:.1f} kB"
