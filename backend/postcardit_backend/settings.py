"""What can be set about a backend. Durations are seconds, sizes bytes."""

from dataclasses import dataclass

__all__ = ["Settings"]

DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Settings:
    """The defaults are the contract's numbers."""

    public_url: str | None = None
    """The address that links begin with; None takes each request's own Host."""
    access_token_seconds: int = 15 * 60
    refresh_token_seconds: int = 60 * DAY
    refresh_grace_seconds: int = 30
    code_seconds: int = 10 * 60
    code_tries: int = 5
    rejection_seconds: int = 7 * DAY
    idempotency_seconds: int = DAY
    upload_seconds: int = DAY
    link_window_seconds: int = 5 * 60
    link_seconds: int = 15 * 60
    body_bytes: int = 64 * 1024
    token_issuer: str = "postcardit"
    token_audience: str = "postcardit"
