"""The deployment of a stage, by change sets of CloudFormation: what would change is known before anything does."""

from .artifacts import Artifacts
from .changes import Change, Plan, plan_stack
from .following import DeploymentFailed, Step, execute, finish_what_runs
from .secret_values import ensure_secrets
from .stacks import Stack, find_stack

__all__ = [
    "Artifacts",
    "Change",
    "DeploymentFailed",
    "Plan",
    "Stack",
    "Step",
    "ensure_secrets",
    "execute",
    "find_stack",
    "finish_what_runs",
    "plan_stack",
]
