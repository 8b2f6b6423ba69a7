"""A deployment from beginning to end, in the steps that a person may stop at."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ..accounts import Account
from ..stages import NamedStage
from ..template import template_of
from .artifacts import Artifacts
from .changes import Plan, plan_stack
from .following import Step, execute, finish_what_runs
from .secret_values import ensure_secrets
from .settings import check_settings
from .stacks import Stack, find_stack

__all__ = ["Deployment"]


class Deployment:
    """Brings one stage to what its template says. `tell` hears of each step that CloudFormation takes."""

    def __init__(
        self, account: Account, stage: NamedStage, tell: Callable[[Step], None] = lambda _: None, *, pause: float = 2
    ) -> None:
        self._client: Any = account.clients.of("cloudformation")
        self._account = account
        self._stage = stage
        self._tell = tell
        self._pause = pause

    def stack(self) -> Stack | None:
        """What is there. None for nothing."""
        return find_stack(self._client, self._stage.stack)

    def settle(self, stack: Stack) -> Stack | None:
        """Wait for what somebody began before, and remove what came of a first deployment that failed."""
        return finish_what_runs(self._client, stack, self._tell, pause=self._pause)

    def plan(self, package: Path, parameters: Mapping[str, str]) -> Plan | None:
        """Upload the package, make the missing secrets, and ask what would change; None for nothing.
        Raises AwsTrouble."""
        template = template_of(self._stage)
        check_settings(template["Parameters"], parameters)
        artifacts = Artifacts(self._account.clients, self._account.id, self._account.region)
        known = {"PackageBucket": artifacts.bucket, "PackageKey": artifacts.put_package(package)}
        if self._account.is_emulated:
            known["Transport"] = "any"
        known["PhotosPublicKey"] = ensure_secrets(self._account.clients, self._stage)
        return plan_stack(
            self._client,
            self.stack(),
            self._stage.stack,
            artifacts.put_template(template),
            {**known, **parameters},
            pause=self._pause,
        )

    def discard(self, plan: Plan) -> None:
        """Leave everything as it is."""
        plan.discard(self._client)

    def execute(self, plan: Plan) -> Stack:
        """Do it. Raises DeploymentFailed."""
        return execute(self._client, plan, self._tell, pause=self._pause)
