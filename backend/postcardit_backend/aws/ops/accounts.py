"""The AWS account and region that a command works on."""

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..clients import Clients
from .troubles import AwsTrouble, BadSetting

__all__ = ["Account", "reach"]


@dataclass(frozen=True, slots=True)
class Account:
    """Who is asked, where, and as whom."""

    clients: Clients
    id: str
    region: str

    @property
    def is_emulated(self) -> bool:
        """Whether this is an emulator, which speaks no TLS."""
        return (self.clients.endpoint_url or "").startswith("http://")


def reach(region: str | None, endpoint_url: str | None) -> Account:
    """The account that the credentials here belong to. Raises AwsTrouble when no region is known."""
    from botocore.session import get_session

    session = get_session()
    chosen = region or os.environ.get("AWS_REGION") or session.get_config_variable("region")  # botocore reads another
    if not chosen:
        raise AwsTrouble("No AWS region was chosen.", "--region NAME, or AWS_REGION=NAME")
    endpoint = endpoint_url or os.environ.get("AWS_ENDPOINT_URL") or None
    if endpoint is not None and not (urlsplit(endpoint).scheme in ("http", "https") and urlsplit(endpoint).hostname):
        raise BadSetting(f"{endpoint!r} is no address of an emulator.", "such as http://127.0.0.1:4566")
    clients = Clients(chosen, endpoint, session)
    identity = clients.of("sts").get_caller_identity()
    return Account(clients, str(identity["Account"]), chosen)
