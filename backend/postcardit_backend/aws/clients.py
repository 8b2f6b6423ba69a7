"""Clients of AWS services: how long they wait, how often they try again, which connections they use again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

__all__ = ["Clients"]

_CONFIG = Config(
    connect_timeout=2,  # seconds; in the same region a connection takes one or two milliseconds
    read_timeout=8,  # seconds; the longest transaction takes a tenth, and API Gateway gives up after 29
    retries={"mode": "standard", "total_max_attempts": 4},  # with jitter, and a budget that ends a storm of retries
    max_pool_connections=64,  # as many as there are threads that write
    tcp_keepalive=True,  # a frozen Lambda finds out that its connection has gone
)
_IN_PASSING = _CONFIG.merge(Config(read_timeout=2, retries={"mode": "standard", "total_max_attempts": 2}))
"""For what is done beside something that somebody waits for, and may fail."""


@dataclass(frozen=True, slots=True)
class Clients:
    """Makes clients for one region. They may be shared by threads; making one may not."""

    region: str | None = None
    """None takes AWS_REGION, or what the profile says."""
    endpoint_url: str | None = None
    """An emulator's address; None takes AWS_ENDPOINT_URL, or AWS itself."""
    session: Session | None = None
    """Where credentials come from; None looks in the usual places."""

    def credentials(self) -> Callable[[], Any]:
        """Gives whose signatures count now: those that end are renewed in time."""
        found: Any = (self.session or get_session()).get_credentials()
        credentials: Callable[[], Any] = found.get_frozen_credentials
        return credentials

    def of(self, service: str, *, in_passing: bool = False) -> Any:
        """A client. botocore makes its methods when it runs: it has no types."""
        session, config = self.session or get_session(), _IN_PASSING if in_passing else _CONFIG
        return session.create_client(service, self.region, endpoint_url=self.endpoint_url, config=config)
