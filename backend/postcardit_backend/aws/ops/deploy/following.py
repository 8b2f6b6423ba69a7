"""A deployment while it goes on: each step as CloudFormation tells it, and, if it fails, what failed first."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .changes import Plan
from .stacks import Stack, find_stack

__all__ = ["DeploymentFailed", "Step", "execute", "finish_what_runs"]

_LOOKS_BEFORE_IT_BEGINS = 15
"""After so many a stack that still says what it said before has nothing to tell."""
_STACK = "AWS::CloudFormation::Stack"
_AFTERMATH = ("Resource creation cancelled", "Resource update cancelled")


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a resource."""

    name: str
    kind: str
    status: str
    reason: str

    @property
    def has_ended(self) -> bool:
        """Whether this resource is done with."""
        return self.status.endswith(("_COMPLETE", "_FAILED"))


class DeploymentFailed(Exception):
    """What failed first, and why; everything is as it was before, or is being put back."""


def execute(client: Any, plan: Plan, tell: Callable[[Step], None], *, pause: float = 2) -> Stack:
    """Do it, and wait for the end. Raises DeploymentFailed. Whoever stops waiting stops nothing."""
    before = _newest_event(client, plan.stack_name)
    client.execute_change_set(StackName=plan.stack_name, ChangeSetName=plan.change_set)
    return _follow(client, plan.stack_name, before, tell, pause)


def finish_what_runs(client: Any, stack: Stack, tell: Callable[[Step], None], *, pause: float = 2) -> Stack | None:
    """Wait for what somebody began before, and remove the ruin of a first deployment that failed. Gives what is there
    then. Raises DeploymentFailed for a stack that only a person can mend."""
    if stack.is_working:
        _follow_to_end(client, stack.id, "", tell, pause)
    found = find_stack(client, stack.name)
    if found is not None and found.is_ruin:
        before = _newest_event(client, found.id)
        client.delete_stack(StackName=found.name)
        _follow_to_end(client, found.id, before, tell, pause)
        return find_stack(client, stack.name)
    if found is not None and found.status == "UPDATE_ROLLBACK_FAILED":
        raise DeploymentFailed(
            f"{found.name} could not be put back after a failed update. In the console: Continue update rollback."
        )
    return found


def _follow(client: Any, name: str, before: str, tell: Callable[[Step], None], pause: float) -> Stack:
    failures: list[Step] = []

    def listen(step: Step) -> None:
        if step.status.endswith("_FAILED") and not step.reason.startswith(_AFTERMATH):
            failures.append(step)
        tell(step)

    stack = _follow_to_end(client, name, before, listen, pause)
    if stack is not None and stack.has_succeeded:
        return stack
    if not failures or failures[0].kind == _STACK:
        failures = [*_validation_failures(client, name), *failures]
    raise DeploymentFailed(_sentence(failures, stack))


def _follow_to_end(client: Any, name: str, before: str, tell: Callable[[Step], None], pause: float) -> Stack | None:
    first, looks = before, 0
    while True:
        stack = find_stack(client, name)
        looks += 1
        before = _tell_news(client, name, before, tell) if stack is not None else before
        has_begun = before != first or looks > _LOOKS_BEFORE_IT_BEGINS
        if stack is None or (has_begun and not stack.is_working and not stack.is_new):
            return stack
        time.sleep(pause)  # real time: CloudFormation is at work


def _tell_news(client: Any, name: str, before: str, tell: Callable[[Step], None]) -> str:
    news: list[dict[str, Any]] = []
    for page in client.get_paginator("describe_stack_events").paginate(StackName=name):
        for event in page["StackEvents"]:
            if event["EventId"] == before:
                break
            news.append(event)
        else:
            continue
        break
    for event in reversed(news):
        tell(
            Step(
                event["LogicalResourceId"],
                event["ResourceType"],
                event["ResourceStatus"],
                event.get("ResourceStatusReason", ""),
            )
        )
    return str(news[0]["EventId"]) if news else before


def _newest_event(client: Any, name: str) -> str:
    events = client.describe_stack_events(StackName=name)["StackEvents"]
    return str(events[0]["EventId"]) if events else ""


def _validation_failures(client: Any, name: str) -> list[Step]:
    """What CloudFormation found before it began: of that the stack's own events say only that there is something."""
    events = client.describe_events(StackName=name, Filters={"FailedEvents": True})["OperationEvents"]
    return [
        Step(
            event.get("LogicalResourceId", name),
            event.get("ResourceType", _STACK),
            "VALIDATION_FAILED",
            event.get("ValidationStatusReason", ""),
        )
        for event in reversed(events)
        if event.get("EventType") == "VALIDATION_ERROR"
    ]


def _sentence(failures: list[Step], stack: Stack | None) -> str:
    if failures:
        first = failures[0]
        return f"{first.name} ({first.kind}) failed: {first.reason.rstrip('.') or first.status}."
    if stack is None:
        return "The stack is gone."
    return f"It ended as {stack.status}: {stack.reason or 'CloudFormation did not say why'}."
