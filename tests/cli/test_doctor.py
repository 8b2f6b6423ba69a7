"""The doctor names each of the faults that are put in its way, with its fix, and nothing where all is well."""

import shutil
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from keyring.backends import fail

from postcardit_backend.entry import Server
from postcardit_cli import doctor
from postcardit_cli.accounts import Accounts
from postcardit_cli.doctor import machine, server, tls
from postcardit_cli.doctor.patient import Patient
from postcardit_cli.folders import accounts_folder, config_file, local_store_file
from postcardit_cli.servers import announced
from postcardit_sdk import Client
from postcardit_sdk.tokens import keyring as sdk_keyring

from .certificates import TlsServer, issue
from .conftest import Result, Run

pytestmark = pytest.mark.usefixtures("no_proxies")

PASSWORD = "correct horse battery\n"


class Usage(NamedTuple):
    """As shutil's own."""

    total: int
    used: int
    free: int


class AnHourSlow(Patient):
    """Somebody whose clock is."""

    def now(self) -> float:
        return super().now() - 3600


Findings = list[dict[str, Any]]


@pytest.fixture
def url(run: Run, tmp_path: Path) -> Iterator[str]:
    """A server on this machine, the profile `here` for it, and alice who is signed in."""
    data = tmp_path / "server"
    with Server(data) as served, announced(served.url, data):
        run("config", "set", "profiles.here.url", served.url)
        run("config", "set", "default_profile", "here")
        run("auth", "register", "alice", "alice@example.com", "--password-stdin", stdin=PASSWORD)
        code = run("lab", "mailbox", "alice", "--code").out.strip()
        assert run("auth", "confirm", "alice@example.com", code, "--password-stdin", stdin=PASSWORD).exit_code == 0
        yield served.url


def wrong(result: Result) -> dict[str, dict[str, str]]:
    """What failed or is warned of, by its check; the exit code tells of failures alone."""
    found: Findings = result.json["findings"]
    broken = [one for one in found if one["state"] == "failed"]
    assert result.exit_code == (1 if broken else 0)
    assert result.json["failed"] == len(broken)
    assert all(one["fix"] for one in found if one["state"] in {"failed", "warning"})
    return {one["check"]: one for one in found if one["state"] in {"failed", "warning"}}


def only_wrong(result: Result, check: str) -> dict[str, str]:
    """The one finding, which must be of this check."""
    found = wrong(result)
    assert [*found] == [check], found
    return found[check]


def test_a_healthy_set_up_has_no_findings(run: Run, url: str) -> None:
    assert wrong(run("doctor", "--json")) == {}
    assert "FAILED" not in run("doctor").out
    assert url in run("doctor").out


def test_right_after_the_install_all_is_well(run: Run) -> None:
    result = run("doctor", "--json")

    assert wrong(result) == {}
    assert {one["check"] for one in result.json["findings"]} == {
        check.__name__.removeprefix("check_") for check in doctor.CHECKS
    }


def test_a_name_without_an_address(run: Run) -> None:
    found = only_wrong(run("doctor", "--json", "--url", "https://nowhere.invalid"), "dns")

    assert "The name nowhere.invalid has no address" in found["message"]


def test_a_port_on_which_nobody_listens(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    found = only_wrong(run("doctor", "--json", "--url", f"http://127.0.0.1:{port}"), "tcp")

    assert found["message"] == f"Nobody listens on 127.0.0.1:{port}."
    assert f"postcardit serve --port {port}" in found["fix"]


def test_a_proxy_that_is_gone(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        proxy = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("http_proxy", f"http://{proxy}")

    found = only_wrong(run("doctor", "--json"), "proxy")

    assert proxy in found["message"]
    assert "NO_PROXY=127.0.0.1" in found["fix"]
    assert url


@pytest.mark.parametrize(
    ("host", "days", "trusted", "words"),
    [
        ("127.0.0.1", 90, False, "self-signed certificate"),
        ("127.0.0.1", -1, True, "certificate has expired"),
        ("elsewhere.example", 90, True, "mismatch"),
    ],
)
def test_a_certificate_that_does_not_count(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, days: int, trusted: bool, words: str
) -> None:
    issued = issue(tmp_path, host=host, ends_in=timedelta(days=days))
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(issued.certificate))
    with TlsServer(issued) as secure:
        found = only_wrong(run("doctor", "--json", "--url", secure.url), "tls")

    assert words in found["message"]


def test_a_server_that_speaks_no_tls(run: Run, url: str) -> None:
    found = only_wrong(run("doctor", "--json", "--url", url.replace("http://", "https://")), "tls")

    assert "makes no TLS connection" in found["message"]


def test_a_certificate_that_ends_soon_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, patient: Callable[[str], Patient]
) -> None:
    issued = issue(tmp_path, ends_in=timedelta(days=3))
    monkeypatch.setenv("SSL_CERT_FILE", str(issued.certificate))
    with TlsServer(issued) as secure:
        found = tls.check_tls(patient(secure.url))

    assert (found.state, "ends in 2 days" in found.sentence) == ("warning", True)


@pytest.fixture
def patient() -> Callable[[str], Patient]:
    """Somebody whose server is there."""
    from postcardit_cli.profiles import target_of

    return lambda url: Patient(target_of(None, url), None)


@pytest.mark.parametrize(
    ("ciphers", "bits", "words"),
    [
        (None, None, None),
        ("ECDHE+AESGCM", None, None),
        (None, 1024, "the certificate's key has 1024 bits"),
        ("AES128-GCM-SHA256:@SECLEVEL=0", 2048, "keeps no forward secrecy"),
    ],
)
def test_what_app_transport_security_asks_for(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    patient: Callable[[str], Patient],
    ciphers: str | None,
    bits: int | None,
    words: str | None,
) -> None:
    key = None if bits is None else rsa.generate_private_key(65537, bits)
    issued = issue(tmp_path, key=key)
    monkeypatch.setenv("SSL_CERT_FILE", str(issued.certificate))
    make = tls._context  # pyright: ignore[reportPrivateUsage]  # the machine's own policy may refuse what ATS refuses

    def lenient() -> Any:
        context = make()
        context.set_ciphers("ALL:@SECLEVEL=0")
        return context

    monkeypatch.setattr(tls, "_context", lenient)
    with TlsServer(issued, ciphers or "ALL:@SECLEVEL=0") as secure:
        found = tls.check_ats(patient(secure.url))

    assert (found.state, words is None or words in found.sentence) == ("ok" if words is None else "failed", True)


@pytest.mark.parametrize("host", ["localhost", "10.0.0.7", "mac.local", "[::1]"])
def test_an_app_may_talk_plain_http_nearby(patient: Callable[[str], Patient], host: str) -> None:
    assert tls.check_ats(patient(f"http://{host}:8080")).state == "ok"


def test_plain_http_to_a_public_name(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *more: Any, **most: Any) -> Any:
        return real("127.0.0.1" if host == "api.example.com" else host, *more, **most)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)

    found = only_wrong(run("doctor", "--json", "--url", url.replace("127.0.0.1", "api.example.com")), "ats")

    assert "lets no app talk plain http to api.example.com" in found["message"]


def test_a_clock_that_is_an_hour_slow(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "Patient", AnHourSlow)

    found = only_wrong(run("doctor", "--json"), "clock")

    assert "This machine's clock is 1 h behind the server's." in found["message"] or "59 m" in found["message"]
    assert url


def test_another_contract(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "_our_contract", lambda: "0123456789abcdef")

    found = only_wrong(run("doctor", "--json"), "contract")

    assert "0123456789abcdef" in found["message"]
    assert "pip install --upgrade postcardit" in found["fix"]
    assert url


def test_a_session_that_has_ended(run: Run, url: str, tmp_path: Path) -> None:
    path = tmp_path / "server" / "postcardit.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sessions SET ended_at = 1, end_reason = 'revoked'")

    found = only_wrong(run("doctor", "--json"), "token")

    assert found["message"].startswith("alice: ")
    assert "postcardit auth login alice" in found["fix"]
    assert url


def test_a_keyring_that_keeps_nothing(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "keyring")
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the package leaves it untyped
    try:
        found = only_wrong(run("doctor", "--json"), "keyring")
    finally:
        keyring.set_keyring(before)

    assert "token_store file" in found["fix"]
    assert url


def hanging(*_: str) -> None:
    """A dialog that nobody sees."""
    threading.Event().wait(0.5)


def test_a_keyring_that_never_answers(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTCARDIT_TOKEN_STORE", "keyring")
    monkeypatch.setattr(sdk_keyring, "SECONDS", 0.01)
    monkeypatch.setattr(keyring, "set_password", hanging)

    assert "did not answer" in only_wrong(run("doctor", "--json"), "keyring")["message"]


def test_files_that_others_can_read(run: Run, url: str) -> None:
    account = next(accounts_folder("here").glob("*.json"))
    account.chmod(0o644)
    config_file().chmod(0o640)

    result = run("doctor", "--json")

    found = [one for one in result.json["findings"] if one["state"] == "failed"]
    assert {one["fix"] for one in found} == {f"chmod 600 {account}", f"chmod 600 {config_file()}"}
    assert {one["check"] for one in found} == {"permissions"}
    assert url


def test_something_in_the_outbox_that_could_not_be_sent(run: Run, url: str) -> None:
    with Client(url, tokens=Accounts("here").named("alice"), local=local_store_file("here")) as alice:
        alice.outbox.send("nobody", "Ciao")
        assert alice.outbox.flush().failed == 1

    found = only_wrong(run("doctor", "--json"), "outbox")

    assert found["message"] == "1 item could not be sent."
    assert "postcardit outbox list" in found["fix"]


def test_an_outbox_that_is_damaged(run: Run, url: str) -> None:
    path = local_store_file("here")
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.write_bytes(b"nonsense" * 1000)
    path.chmod(0o600)

    assert "outbox" in wrong(run("doctor", "--json"))
    assert url


def full(_: Path) -> Usage:
    """A disk with a megabyte left."""
    return Usage(10**9, 10**9 - 10**6, 10**6)


def test_a_disk_without_room(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", full)

    assert "Only 0 MiB are free" in only_wrong(run("doctor", "--json"), "disk")["message"]
    assert url


def test_a_codec_that_is_missing(run: Run, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def without() -> bool:
        raise ImportError("no libheif")

    monkeypatch.setitem(machine._CODECS, "HEIC", without)  # pyright: ignore[reportPrivateUsage]  # what is installed cannot be taken away

    found = only_wrong(run("doctor", "--json"), "codecs")

    assert found["message"] == "This machine cannot handle HEIC photos."
    assert "pillow-heif" in found["fix"]
    assert url


@pytest.mark.parametrize(
    ("command", "fix"),
    [
        (("weather", "set", "airplane"), "postcardit lab weather clear"),
        (("clock", "freeze"), "postcardit lab clock real"),
    ],
)
def test_what_testers_have_left_is_a_warning(run: Run, tmp_path: Path, command: tuple[str, ...], fix: str) -> None:
    data = tmp_path / "server"
    with Server(data) as served, announced(served.url, data):
        run("lab", *command, "--url", served.url, *(("--user", "nobody") if "weather" in command else ()))
        found = only_wrong(run("doctor", "--json", "--url", served.url), "lab")

    assert (found["state"], found["fix"]) == ("warning", fix)


def test_a_weather_that_keeps_the_server_from_answering_is_named(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "server"
    with Server(data) as served, announced(served.url, data):
        served.lab.weather.set("captive", hurry=True)
        found = wrong(run("doctor", "--json", "--url", served.url))

    assert [*found] == ["server", "lab"]
    assert found["lab"]["fix"] == "postcardit lab weather clear"
