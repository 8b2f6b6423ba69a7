"""The service itself."""

from postcardit_sdk.contract import operations as ops
from postcardit_sdk.contract.auth import Nothing
from postcardit_sdk.contract.openapi import contract_hash, openapi_document
from postcardit_sdk.contract.service import Jwks, Liveness, OpenApiDocument, Readiness
from postcardit_sdk.version import __version__

from ..answers import Ask, answers
from ..ports import Ports

__all__ = ["get_jwks", "get_liveness", "get_openapi", "get_readiness"]


@answers(ops.get_liveness)
def get_liveness(ask: Ask[Nothing], ports: Ports) -> Liveness:
    """The process runs."""
    return Liveness(status="ok")


@answers(ops.get_readiness)
def get_readiness(ask: Ask[Nothing], ports: Ports) -> Readiness:
    """The store answers."""
    ports.users.by_id("")
    return Readiness(
        status="ok",
        version=__version__,
        contract=contract_hash(),
        realtime=[*ports.settings.realtime],
        realtime_url=ports.settings.realtime_url,
        identity=ports.settings.identity,
    )


@answers(ops.get_openapi)
def get_openapi(ask: Ask[Nothing], ports: Ports) -> OpenApiDocument:
    """The contract."""
    return OpenApiDocument(openapi_document())


@answers(ops.get_jwks)
def get_jwks(ask: Ask[Nothing], ports: Ports) -> Jwks:
    """The public keys."""
    return Jwks.model_validate(ports.identity.jwks(ask.now))
