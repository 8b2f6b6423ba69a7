"""TLS to the server: its version, the chain of certificates, and what an iPhone asks for besides."""

import ipaddress
import os
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from .findings import Finding, failed, fine, skipped, warning
from .patient import Patient

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

__all__ = ["check_ats", "check_tls"]

_SECONDS = 5.0
_SOON_DAYS = 14
_RSA_BITS, _EC_BITS = 2048, 256
_HASHES = {"sha256", "sha384", "sha512"}
_FIXES = {
    10: "renew the server's certificate",
    18: "use a certificate of an authority that this machine trusts, or name yours: SSL_CERT_FILE=ca.pem",
    19: "name the authority's certificate: SSL_CERT_FILE=ca.pem",
    20: "have the server send its intermediate certificates, too, or name yours: SSL_CERT_FILE=ca.pem",
    62: "use the name that the certificate is for, or a certificate for this name",
    64: "use the name that the certificate is for, or a certificate for this address",
}
"""What to do by the code of X509_verify_cert (OpenSSL)."""


@dataclass(frozen=True, slots=True)
class _Handshake:
    version: str
    cipher: str
    certificate: "Certificate | None"


def check_tls(patient: Patient) -> Finding:
    """Whether the handshake succeeds as the SDK makes it."""
    if patient.scheme != "https":
        return skipped("tls", "No TLS is spoken.")
    if not patient.is_reachable or patient.proxy:
        return skipped("tls", "The way to the server is not open, or a proxy's.")
    try:
        found = _handshake(patient)
    except ssl.SSLCertVerificationError as error:
        patient.is_reachable = False
        why = (error.verify_message or str(error)).rstrip(".")
        return failed("tls", f"The certificate of {patient.host} does not count: {why}.", _fix(error))
    except (ssl.SSLError, OSError) as error:
        patient.is_reachable = False
        why = getattr(error, "reason", None) or error.strerror or type(error).__name__
        return failed(
            "tls",
            f"{patient.host}:{patient.port} makes no TLS connection: {str(why).replace('_', ' ').lower()}.",
            "have the server speak TLS 1.2 or 1.3; or is it a plain http:// address?",
        )
    if found.certificate is not None:
        left = found.certificate.not_valid_after_utc - datetime.fromtimestamp(patient.now(), UTC)
        if left < timedelta(days=_SOON_DAYS):
            return warning("tls", f"The certificate of {patient.host} ends in {left.days} days.", "renew it")
    return fine("tls", f"{found.version} with {found.cipher}; the chain of certificates counts.")


def check_ats(patient: Patient) -> Finding:
    """Whether App Transport Security lets an app talk to this address."""
    if not patient.url:
        return skipped("ats", "No app can reach the backend inside commands: postcardit serve.")
    if patient.scheme == "http":
        if _is_local(patient.host):
            return fine("ats", "http is let through to this machine and network, with NSAllowsLocalNetworking.")
        return failed(
            "ats",
            f"App Transport Security lets no app talk plain http to {patient.host}.",
            "give the server https; for trying out, an entry in NSExceptionDomains of the app's Info.plist",
        )
    if not patient.is_reachable or patient.proxy:
        return skipped("ats", "The way to the server is not open.")
    complaints = _complaints(_handshake(patient))
    if complaints:
        return failed(
            "ats",
            f"App Transport Security refuses {patient.host}: {'; '.join(complaints)}.",
            "TLS 1.2 with ECDHE or TLS 1.3, and a certificate of RSA 2048 or EC 256 bits signed with SHA-256",
        )
    return fine("ats", "An app may talk to it.")


def _complaints(found: _Handshake) -> list[str]:
    """What falls short of Apple's requirements (NSAppTransportSecurity)."""
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

    wrong: list[str] = []
    if found.version not in {"TLSv1.2", "TLSv1.3"}:
        wrong.append(f"it speaks {found.version}")
    if found.version != "TLSv1.3" and not found.cipher.startswith("ECDHE"):
        wrong.append(f"{found.cipher} keeps no forward secrecy")
    if found.certificate is None:
        return wrong
    key, signed_with = found.certificate.public_key(), found.certificate.signature_hash_algorithm
    least = _RSA_BITS if isinstance(key, RSAPublicKey) else _EC_BITS
    if isinstance(key, RSAPublicKey | EllipticCurvePublicKey) and key.key_size < least:
        wrong.append(f"the certificate's key has {key.key_size} bits")
    if signed_with is not None and signed_with.name not in _HASHES:
        wrong.append(f"the certificate is signed with {signed_with.name}")
    return wrong


def _handshake(patient: Patient) -> _Handshake:
    """Raises OSError, of which ssl.SSLError is one."""
    context = _context()
    with (
        socket.create_connection((patient.host, patient.port), timeout=_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=patient.host) as tls,
    ):
        cipher = tls.cipher()
        return _Handshake(tls.version() or "?", cipher[0] if cipher else "?", _read(tls.getpeercert(True)))


def _context() -> ssl.SSLContext:
    """The authorities that the SDK trusts: those of the environment, else certifi's."""
    if os.environ.get("SSL_CERT_FILE") or os.environ.get("SSL_CERT_DIR"):
        return ssl.create_default_context(cafile=os.environ.get("SSL_CERT_FILE"), capath=os.environ.get("SSL_CERT_DIR"))
    import certifi

    return ssl.create_default_context(cafile=certifi.where())


def _read(der: bytes | None) -> "Certificate | None":
    """The certificate, where the package that reads it is installed (with [server])."""
    try:
        from cryptography.x509 import load_der_x509_certificate
    except ModuleNotFoundError:
        return None
    return None if der is None else load_der_x509_certificate(der)


def _fix(error: ssl.SSLCertVerificationError) -> str:
    return _FIXES.get(error.verify_code, "use a certificate that this machine trusts")


def _is_local(host: str) -> bool:
    """An address, a name without a dot, or one that ends in .local: ATS does not hold these to TLS."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".localhost"))
    return True
