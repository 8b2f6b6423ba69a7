"""The service itself."""

from typing import Any

from ..contract import operations as ops
from ..contract.problems import FieldProblem
from ..contract.service import Jwks, Liveness, Readiness
from ..endpoint import ColourT, Resource, endpoint
from ..errors import invalid_arguments
from ..flow import Call, Exchange, Request, Talk

__all__ = ["Service"]


class Service(Resource[ColourT]):
    """Whether the server is there, what it speaks; and a way to ask it anything."""

    @endpoint
    def live(self) -> Call[Liveness]:
        """Whether the process runs."""
        return Call(ops.get_liveness)

    @endpoint
    def ready(self) -> Call[Readiness]:
        """Whether the service can answer, its version and the hash of its contract."""
        return Call(ops.get_readiness)

    @endpoint
    def openapi(self) -> Talk[dict[str, Any]]:
        """The contract that the server speaks, as an OpenAPI 3.1 document."""
        document = yield from Call(ops.get_openapi)
        return document.root

    @endpoint
    def jwks(self) -> Call[Jwks]:
        """The public keys that access tokens are signed with."""
        return Call(ops.get_jwks)

    @endpoint
    def request(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        signed_in: bool = True,
    ) -> Exchange:
        """Any request, with your token, and its response whatever the status is. It is sent once, never repeated.

        Raises InvalidRequest for a path that does not begin with a slash: the token is for this server alone.
        """
        if not path.startswith("/"):
            raise invalid_arguments([FieldProblem(pointer="/path", code="invalid", message="Must begin with a slash.")])
        request = Request(method, path, headers or {}, body)
        return Exchange(request, signed_in=signed_in, repeatable=False, expect_success=False)
