"""A stage, as the environment of its functions describes it: names of what CloudFormation made, and how it is used."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from botocore.session import get_session

from postcardit_sdk.contract.service import Identity, Realtime

from ..settings import Settings
from .clients import Clients
from .schema import Table

__all__ = ["Stage", "StageError", "reachable"]


class StageError(Exception):
    """The environment does not describe a stage."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One deployment. Whatever is None was not set up."""

    name: str
    main_table: str
    brief_table: str
    photos_bucket: str
    secret_id: str
    identity: Identity = Identity.LOCAL
    user_pool_id: str | None = None
    user_pool_client_id: str | None = None
    signing_key_id: str | None = None
    mail_from: str | None = None
    push_application_arn: str | None = None
    socket_url: str | None = None
    socket_endpoint: str | None = None
    public_url: str | None = None
    photos_url: str | None = None
    """A CloudFront distribution before the bucket. The secret `photos`, an ECDSA key (PEM), signs its links."""
    photos_key_id: str | None = None
    region: str | None = None
    endpoint_url: str | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """The stage that these variables describe. Raises StageError, naming those that are missing."""
        get = environment.get
        identity = Identity(get(_IDENTITY) or Identity.LOCAL)
        needed = _NEEDED + (_POOL if identity is Identity.COGNITO else ())
        missing = [name for name in needed if not get(name)]
        if missing:
            raise StageError(f"These environment variables of the function are not set: {', '.join(missing)}.")
        if identity not in (Identity.LOCAL, Identity.COGNITO):
            raise StageError(f"{_IDENTITY} is {identity.value!r}. It may be local or cognito.")
        name, main_table, brief_table, photos_bucket, secret_id = (environment[name] for name in _NEEDED)
        user_pool_id, user_pool_client_id = (get(name) or None for name in _POOL)
        endpoint_url = get("AWS_ENDPOINT_URL") or None
        return cls(
            name, main_table, brief_table, photos_bucket, secret_id, identity, user_pool_id, user_pool_client_id,
            signing_key_id=get("POSTCARDIT_SIGNING_KEY_ID") or None,
            mail_from=get("POSTCARDIT_MAIL_FROM") or None,
            push_application_arn=get("POSTCARDIT_PUSH_APPLICATION_ARN") or None,
            socket_url=reachable(get("POSTCARDIT_SOCKET_URL", ""), endpoint_url) or None,
            socket_endpoint=reachable(get("POSTCARDIT_SOCKET_ENDPOINT", ""), endpoint_url) or None,
            public_url=reachable(get("POSTCARDIT_PUBLIC_URL", ""), endpoint_url) or None,
            photos_url=get("POSTCARDIT_PHOTOS_URL") or None,
            photos_key_id=get("POSTCARDIT_PHOTOS_KEY_ID") or None,
            region=get("AWS_REGION") or None,
            endpoint_url=endpoint_url,
        )  # fmt: skip

    @property
    def tables(self) -> dict[Table, str]:
        """The names of the tables."""
        return {"main": self.main_table, "brief": self.brief_table}

    @property
    def prefixes(self) -> tuple[str, ...]:
        """What paths may begin with that is not of our API: the path of the public address."""
        path = urlsplit(self.public_url or "").path.rstrip("/")
        return (path,) if path else ()

    def clients(self) -> Clients:
        """Clients for its region, of one session: each would read the descriptions of all services anew."""
        return Clients(self.region, self.endpoint_url, get_session())

    def settings(self) -> Settings:
        """What is set about its backend: limits are on. Streams are not to be had: a function's answer comes whole."""
        polls = (Realtime.LONGPOLL,)
        return Settings(
            public_url=self.public_url,
            realtime=(Realtime.WEBSOCKET, *polls) if self.socket_url else polls,
            realtime_url=self.socket_url,
            identity=self.identity,
            limits=True,
        )


def reachable(url: str, endpoint_url: str | None) -> str:
    """An address of a stage's API as clients reach it: an emulator has all of them below its own."""
    parts = urlsplit(url)
    if endpoint_url is None or ".execute-api." not in parts.netloc:
        return url
    below = f"{endpoint_url}/_aws/execute-api/{parts.netloc.partition('.')[0]}{parts.path}"
    return below.replace("http", "ws", 1) if parts.scheme == "wss" else below


_IDENTITY = "POSTCARDIT_IDENTITY"
_NEEDED = (
    "POSTCARDIT_STAGE",
    "POSTCARDIT_MAIN_TABLE",
    "POSTCARDIT_BRIEF_TABLE",
    "POSTCARDIT_PHOTOS_BUCKET",
    "POSTCARDIT_SECRET_ID",
)
_POOL = ("POSTCARDIT_USER_POOL_ID", "POSTCARDIT_USER_POOL_CLIENT_ID")
