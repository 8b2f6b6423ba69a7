"""Whatever a photo does to its decoder, that photo is refused, the next one is decoded, and the server goes on."""

import logging
import os
import select
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postcardit_backend.decoding.decoder import ProcessDecoder
from postcardit_backend.decoding.process import WORKER, LineProcess
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from postcardit_sdk.images import ImageProblem
from tests.backend.sending_bytes import bad_decoder
from tests.backend.world import jpeg

Make = Callable[..., ProcessDecoder]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes decoders, of a kind that does harm if one is named; each is closed in the end."""
    made: list[ProcessDecoder] = []

    def decoder(kind: str | None = None, *, seconds: float = 60, idle_seconds: float = 60) -> ProcessDecoder:
        command = None if kind is None else bad_decoder(kind)
        made.append(ProcessDecoder(seconds, idle_seconds, command))
        return made[-1]

    yield decoder
    for one in made:
        one.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "up.part"
    path.write_bytes(jpeg(size=(640, 480)))
    return path


def refused(decoder: ProcessDecoder, photo: Path) -> Code:
    """The code that a photo is refused with, whoever is to blame."""
    try:
        decoder.decode(photo, "image/jpeg", "postcard")
    except (ImageProblem, Refused) as refusal:
        return refusal.code
    raise AssertionError("it was decoded")


def test_a_photo_and_its_thumbnail_are_written_for_their_owner_alone(make: Make, photo: Path) -> None:
    decoded = make().decode(photo, "image/jpeg", "postcard")

    assert (decoded.width, decoded.height, len(decoded.thumb_hash) > 20) == (640, 480, True)
    assert {path.stat().st_mode & 0o777 for path in (decoded.photo, decoded.thumbnail)} == {0o600}
    assert decoded.photo.read_bytes()[:2] == decoded.thumbnail.read_bytes()[:2] == b"\xff\xd8"


def test_one_process_decodes_photo_after_photo(make: Make, photo: Path) -> None:
    decoder = make()

    processes = {(decoder.decode(photo, "image/jpeg", "postcard"), decoder.process_id)[1] for _ in range(3)}

    assert len(processes) == 1
    assert processes != {os.getpid()}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<svg/>", Code.IMAGE_TYPE_UNSUPPORTED),
        (b"", Code.IMAGE_UNREADABLE),
        (jpeg(size=(256, 256))[:-300], Code.IMAGE_UNREADABLE),
        (b"\x89PNG\r\n\x1a\n" + bytes(90), Code.IMAGE_TYPE_MISMATCH),
    ],
    ids=["another type", "nothing", "cut short", "another type than was announced"],
)
def test_a_bad_photo_is_refused_and_the_process_goes_on(data: bytes, code: Code, make: Make, photo: Path) -> None:
    decoder, bad = make(), photo.with_name("bad.part")
    bad.write_bytes(data)
    decoder.decode(photo, "image/jpeg", "postcard")
    before = decoder.process_id

    assert (refused(decoder, bad), decoder.process_id) == (code, before)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("exits", "it exited with 3"),
        ("dies", "it was ended by SIGSEGV"),
        ("babbles", "it answered nonsense"),
        ("floods", "it exited with 0"),
        ("fails", "MemoryError"),
    ],
)
def test_a_photo_that_ends_its_decoder_is_refused_with_the_reason_in_the_log(
    kind: str, told: str, make: Make, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    decoder = make(kind)

    codes = [refused(decoder, photo) for _ in range(2)]

    assert codes == [Code.IMAGE_UNREADABLE] * 2
    assert [told in record.getMessage() for record in caplog.records] == [True] * 2
    assert decoder.process_id is None


@pytest.mark.parametrize(
    ("deed", "told"),
    [("bytearray(2**31)", "MemoryError"), ("sum(iter(int, 1))", "SIGXCPU")],
    ids=["takes too much memory", "computes for ever"],
)
def test_a_photo_that_wants_too_much_of_the_machine_is_refused(
    deed: str, told: str, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The worker itself, with a photo library that does this deed; its CPU seconds are cut short."""
    run = f"from {WORKER} import *; import {WORKER} as w\nw._CPU_SECONDS = 0\nw.store_photo = lambda *_, **__: {deed}"
    decoder = ProcessDecoder(60, 60, [sys.executable, "-c", f"{run}\nmain()"])

    code = refused(decoder, photo)
    decoder.close()

    assert code is Code.IMAGE_UNREADABLE
    assert [told in record.getMessage() for record in caplog.records] == [True]


def test_a_photo_that_takes_too_long_is_refused_and_its_process_ended(
    make: Make, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    decoder = make("hangs", seconds=0.05)

    assert refused(decoder, photo) is Code.IMAGE_UNREADABLE
    assert [record.getMessage() for record in caplog.records] == [
        "a photo was refused: its decoder ended, it took too long"
    ]
    assert decoder.process_id is None


def test_a_process_that_was_killed_while_it_was_idle_is_begun_anew(make: Make, photo: Path) -> None:
    decoder = make()
    decoder.decode(photo, "image/jpeg", "postcard")
    first = decoder.process_id
    assert first is not None
    os.kill(first, 9)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)

    decoder.decode(photo, "image/jpeg", "postcard")

    assert decoder.process_id not in (None, first)


@pytest.mark.parametrize(("kind", "message"), [("28", "disk is full"), ("never begins", "cannot be checked")])
def test_what_is_not_the_photos_fault_is_no_refusal_of_it(
    kind: str, message: str, make: Make, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Refused, match=message) as refusal, caplog.at_level(logging.CRITICAL, "postcardit"):
        make(kind).decode(photo, "image/jpeg", "postcard")

    assert (refusal.value.code, refusal.value.retry_after) == (Code.UNAVAILABLE, 5)


def test_a_decoder_that_cannot_read_the_file_says_so(make: Make, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="could not read or write"):
        make().decode(tmp_path / "none.part", "image/jpeg", "postcard")


def test_a_process_with_nothing_to_do_ends_after_a_while(make: Make, photo: Path) -> None:
    decoder = make(idle_seconds=0.01)
    decoder.decode(photo, "image/jpeg", "postcard")

    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join(10)

    assert decoder.process_id is None
    assert decoder.decode(photo, "image/jpeg", "postcard").width == 640


def test_a_process_is_renewed_after_some_photos(make: Make, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postcardit_backend.decoding.decoder._PHOTOS", 2)
    decoder = make()

    processes = [(decoder.decode(photo, "image/jpeg", "postcard"), decoder.process_id)[1] for _ in range(4)]

    assert [process is None for process in processes] == [False, True, False, True]
    assert processes[0] != processes[2]


def test_closing_ends_what_is_being_decoded_and_blames_no_photo(make: Make, photo: Path) -> None:
    decoder = make("hangs")
    codes: list[Code] = []
    waiting = threading.Thread(target=lambda: codes.append(refused(decoder, photo)))
    waiting.start()
    while decoder.process_id is None:
        pass
    decoder.close()
    waiting.join(10)

    assert (codes, refused(decoder, photo)) == ([Code.UNAVAILABLE], Code.UNAVAILABLE)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux lets one wait for a process of someone else")
def test_a_process_ends_when_its_server_is_killed(photo: Path) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from postcardit_backend.decoding.decoder import ProcessDecoder\n"
        "decoder = ProcessDecoder(60, 60)\n"
        f"decoder.decode(Path({str(photo)!r}), 'image/jpeg', 'postcard')\n"
        "print(decoder.process_id, flush=True)\n"
        "time.sleep(60)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    decoder = os.pidfd_open(int(server.stdout.readline()))
    ended = select.poll()
    ended.register(decoder, select.POLLIN)
    before = ended.poll(0)

    server.kill()
    server.wait()

    assert before == []
    assert ended.poll(30_000) == [(decoder, select.POLLIN)]
    os.close(decoder)
    server.stdout.close()


def test_a_script_without_a_main_guard_can_decode(photo: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from pathlib import Path\n"
        "from postcardit_backend.decoding.decoder import ProcessDecoder\n"
        "print('begun')\n"
        "decoder = ProcessDecoder(60, 60)\n"
        f"print(decoder.decode(Path({str(photo)!r}), 'image/jpeg', 'postcard').width)\n"
        "decoder.close()\n"
    )

    printed = subprocess.run([sys.executable, str(script)], check=True, capture_output=True, text=True, timeout=60)

    assert (printed.stdout, printed.stderr) == ("begun\n640\n", "")


def test_no_module_of_the_users_folder_takes_the_place_of_one_of_ours(
    make: Make, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(tmp_path)

    assert make().decode(photo, "image/jpeg", "postcard").width == 640


def test_the_decoder_hears_no_secret_of_its_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN", "secret")
    show = "import json, os, sys; print(json.dumps(dict(os.environ)), flush=True); sys.stdin.read()"
    process = LineProcess([sys.executable, "-c", show])
    environment = process.ask(None, 30)
    process.close()

    assert "PYTHONPATH" in environment
    assert "secret" not in str(environment)
