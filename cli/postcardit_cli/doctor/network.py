"""The way to the server: a proxy, its name, its port."""

import socket
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from .findings import Finding, failed, fine, skipped
from .patient import Patient

__all__ = ["check_dns", "check_proxy", "check_tcp"]

_SECONDS = 3.0


def check_proxy(patient: Patient) -> Finding:
    """Whether a proxy stands between, and answers."""
    if not patient.url:
        return skipped("proxy", "The backend runs inside commands.")
    proxies = getproxies()
    given = proxies.get(patient.scheme) or proxies.get("all")
    if not given or proxy_bypass(patient.host):
        return fine("proxy", "No proxy stands between.")
    where = urlsplit(given if "://" in given else f"http://{given}")
    name = f"{where.hostname}:{where.port or 8080}"
    try:
        _connect(where.hostname or "", where.port or 8080)
    except OSError as error:
        patient.is_reachable = False
        return failed(
            "proxy",
            f"The proxy {name}, which your environment or system names, cannot be reached: {_reason(error)}.",
            f"unset {patient.scheme.upper()}_PROXY and ALL_PROXY, or set NO_PROXY={patient.host}",
        )
    patient.proxy = name
    return fine("proxy", f"Requests go through {name}, which answers.")


def check_dns(patient: Patient) -> Finding:
    """Whether the server's name has an address."""
    if not patient.url or patient.proxy or not patient.is_reachable:
        return skipped("dns", _why_not(patient))
    try:
        found = socket.getaddrinfo(patient.host, patient.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        patient.is_reachable = False
        return failed(
            "dns",
            f"The name {patient.host} has no address: {_reason(error)}.",
            "check its spelling (postcardit config get url), your network and VPN",
        )
    patient.addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    return fine("dns", f"{patient.host} is {', '.join(patient.addresses[:3])}.")


def check_tcp(patient: Patient) -> Finding:
    """Whether somebody listens there."""
    if not patient.url or patient.proxy or not patient.is_reachable:
        return skipped("tcp", _why_not(patient))
    try:
        _connect(patient.host, patient.port)
    except ConnectionRefusedError:
        patient.is_reachable = False
        return failed(
            "tcp",
            f"Nobody listens on {patient.host}:{patient.port}.",
            f"start the server (postcardit serve --port {patient.port}), or correct the port of its address",
        )
    except OSError as error:
        patient.is_reachable = False
        return failed(
            "tcp",
            f"{patient.host}:{patient.port} cannot be reached: {_reason(error)}.",
            "check your network and VPN, and whether a firewall lets this port through",
        )
    return fine("tcp", f"{patient.host}:{patient.port} takes connections.")


def _connect(host: str, port: int) -> None:
    socket.create_connection((host, port), timeout=_SECONDS).close()


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)[:1].lower() + str(text)[1:].rstrip(".")


def _why_not(patient: Patient) -> str:
    if not patient.url:
        return "The backend runs inside commands."
    return f"The proxy {patient.proxy} does it." if patient.proxy else "The way to the server is not open."
