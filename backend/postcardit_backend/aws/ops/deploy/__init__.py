"""The deployment of a stage, by change sets of CloudFormation: what would change is known before anything does."""

from .changes import Change, Plan
from .deployment import Deployment
from .following import DeploymentFailed, Step
from .stacks import Stack, find_stack

__all__ = ["Change", "Deployment", "DeploymentFailed", "Plan", "Stack", "Step", "find_stack"]
