"""A stack as CloudFormation knows it."""

from dataclasses import dataclass, field
from typing import Any

from ..troubles import code_of

__all__ = ["Stack", "find_stack"]


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack's state. `status` is CloudFormation's word."""

    id: str
    name: str
    status: str
    reason: str
    outputs: dict[str, str] = field(default_factory=dict[str, str])
    parameters: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def is_working(self) -> bool:
        """Whether something is being done to it."""
        return self.status.endswith("_IN_PROGRESS") and self.status != "REVIEW_IN_PROGRESS"

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever deployed into it."""
        return self.status == "REVIEW_IN_PROGRESS"

    @property
    def is_ruin(self) -> bool:
        """Whether its first deployment failed, so that it can only be removed."""
        return self.status in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")

    @property
    def has_succeeded(self) -> bool:
        """Whether the last thing that was done to it came off."""
        return self.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")


def find_stack(client: Any, name: str) -> Stack | None:
    """A stack by its name or id; None when there is none."""
    from botocore.exceptions import ClientError

    try:
        [found] = client.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if code_of(error) == "ValidationError" and "does not exist" in str(error):
            return None
        raise
    return Stack(
        found["StackId"],
        found["StackName"],
        found["StackStatus"],
        found.get("StackStatusReason", ""),
        {one["OutputKey"]: one["OutputValue"] for one in found.get("Outputs", [])},
        {one["ParameterKey"]: one.get("ParameterValue", "") for one in found.get("Parameters", [])},
    )
