"""What a deployment would do: the changes of a change set, in words."""

import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..troubles import AwsTrouble
from .stacks import Stack, find_stack

__all__ = ["Change", "Plan", "plan_stack"]

_NOTHING = ("didn't contain changes", "No updates are to be performed")
_PATIENCE = 300
_HOLDING = ("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::Cognito::UserPool", "AWS::KMS::Key")


@dataclass(frozen=True, slots=True)
class Change:
    """One resource that would be added, changed or removed. `replaces` says that another one takes its place, so that
    what it held is gone: "yes", "maybe" or "no"."""

    action: str
    name: str
    kind: str
    replaces: str = "no"
    because: tuple[str, ...] = ()

    @property
    def is_lossy(self) -> bool:
        """Whether data may go with it."""
        return self.kind in _HOLDING and (self.action == "remove" or self.replaces != "no")


@dataclass(frozen=True, slots=True)
class Plan:
    """A change set that waits to be executed."""

    stack_name: str
    change_set: str
    changes: tuple[Change, ...]
    is_first: bool

    def discard(self, client: Any) -> None:
        """Take it back. A stack that nobody else has planned anything for, either, goes with it."""
        client.delete_change_set(StackName=self.stack_name, ChangeSetName=self.change_set)
        if self.is_first and _is_empty(client, self.stack_name):
            client.delete_stack(StackName=self.stack_name)


def plan_stack(
    client: Any, stack: Stack | None, name: str, template_url: str, parameters: Mapping[str, str], *, pause: float = 2
) -> Plan | None:
    """Ask what would change; None for nothing. Parameters that are not given keep what they were."""
    is_first = stack is None or stack.is_new
    known = {} if stack is None or is_first else stack.parameters
    asked: list[dict[str, Any]] = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    asked += [{"ParameterKey": key, "UsePreviousValue": True} for key in known if key not in parameters]
    change_set = client.create_change_set(
        StackName=name,
        ChangeSetName=f"postcardit-{secrets.token_hex(8)}",
        ChangeSetType="CREATE" if is_first else "UPDATE",
        TemplateURL=template_url,
        Parameters=asked,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
        Tags=[{"Key": "postcardit:stack", "Value": name}],
    )["Id"]
    made = _wait(client, name, change_set, pause)
    if made["Status"] == "FAILED":
        client.delete_change_set(StackName=name, ChangeSetName=change_set)
        reason = str(made.get("StatusReason", "it did not say why")).rstrip(".")
        if any(words in reason for words in _NOTHING):
            return None
        raise AwsTrouble(f"CloudFormation refused the template: {reason}.")
    changes = tuple(_change(one["ResourceChange"]) for one in _changes(client, name, change_set))
    return Plan(name, change_set, changes, is_first)


def _is_empty(client: Any, name: str) -> bool:
    """Whether nothing was deployed into it, and nothing is going to be: others deploy, too."""
    stack = find_stack(client, name)
    return stack is not None and stack.is_new and not client.list_change_sets(StackName=name)["Summaries"]


def _wait(client: Any, name: str, change_set: str, pause: float) -> dict[str, Any]:
    end = time.monotonic() + _PATIENCE  # real time: CloudFormation is at work
    while time.monotonic() < end:  # real time: the same
        made: dict[str, Any] = client.describe_change_set(StackName=name, ChangeSetName=change_set)
        if made["Status"] in ("CREATE_COMPLETE", "FAILED"):
            return made
        time.sleep(pause)  # real time: CloudFormation is at work
    raise AwsTrouble("CloudFormation did not say within five minutes what would change.", "run it again")


def _changes(client: Any, name: str, change_set: str) -> Iterator[dict[str, Any]]:
    more: dict[str, str] = {}
    while True:
        page = client.describe_change_set(StackName=name, ChangeSetName=change_set, **more)
        yield from page.get("Changes", [])
        if not page.get("NextToken"):
            return
        more = {"NextToken": page["NextToken"]}


def _change(change: dict[str, Any]) -> Change:
    targets: list[dict[str, str]] = [detail["Target"] for detail in change.get("Details", [])]
    because = {target.get("Name") or target.get("Attribute", "") for target in targets}
    words = {"Add": "add", "Modify": "change", "Remove": "remove"}
    action = str(change["Action"])
    return Change(
        words.get(action, action.lower()),
        change["LogicalResourceId"],
        change["ResourceType"],
        {"True": "yes", "Conditional": "maybe"}.get(change.get("Replacement", ""), "no"),
        tuple(sorted(because - {""})),
    )
