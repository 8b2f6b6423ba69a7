"""The service itself: is it there, what does it speak, which keys does it sign with."""

from typing import Any

from pydantic import ConfigDict, Field, RootModel

from .wire import OpenEnum, Wire

__all__ = ["Identity", "Jwks", "Liveness", "OpenApiDocument", "Readiness", "Realtime"]


class Realtime(OpenEnum):
    """A way in which the server tells of changes."""

    SSE = "sse"
    WEBSOCKET = "websocket"
    LONGPOLL = "longpoll"


class Identity(OpenEnum):
    """Who issues the tokens."""

    LOCAL = "local"
    COGNITO = "cognito"


class Liveness(Wire):
    """The process runs."""

    status: str


class Readiness(Wire):
    """The service can answer; `contract` is the hash of the contract that it speaks.

    `realtime` names the ways to hear of changes, the best first; a WebSocket connects to `realtimeUrl`.
    """

    status: str
    version: str
    contract: str
    realtime: list[Realtime]
    realtime_url: str | None = None
    identity: Identity


class JsonWebKey(Wire):
    """A public key (RFC 7517) that access tokens are signed with: `crv`, `x` and `y` of ES256, `n` and `e` of RS256."""

    model_config = ConfigDict(alias_generator=None)

    kty: str
    kid: str
    use: str = "sig"
    alg: str
    crv: str | None = None
    x: str | None = None
    y: str | None = None
    n: str | None = None
    e: str | None = None


class Jwks(Wire):
    """The public keys that access tokens are signed with (RFC 7517)."""

    keys: list[JsonWebKey]


class OpenApiDocument(RootModel[dict[str, Any]]):
    """The contract as an OpenAPI 3.1 document."""

    model_config = ConfigDict(frozen=True)
    root: dict[str, Any] = Field(json_schema_extra={"additionalProperties": True})
