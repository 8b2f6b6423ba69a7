"""The stage that is examined."""

from dataclasses import dataclass
from typing import Any

from ..accounts import Account
from ..client_settings import client_settings
from ..deploy import Stack
from ..stages import NamedStage

__all__ = ["Patient"]


@dataclass(frozen=True, slots=True)
class Patient:
    """A stage that is deployed, and who may look at it."""

    account: Account
    stage: NamedStage
    stack: Stack

    @property
    def url(self) -> str:
        """The API's address as one reaches it from here."""
        return client_settings(self.stack, self.stage, self.account)["POSTCARDIT_URL"]

    @property
    def redeploy(self) -> str:
        """The command that puts back what the template says."""
        return f"postcardit aws deploy --stage {self.stage.name}"

    def asked(self, service: str) -> Any:
        """A client of a service; botocore's have no types."""
        return self.account.clients.of(service)

    def output(self, name: str) -> str:
        """Something that the stack says of itself; an empty text for what it does not say."""
        return self.stack.outputs.get(name, "")
