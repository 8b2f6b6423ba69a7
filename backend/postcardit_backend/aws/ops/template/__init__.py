"""The SAM template of a stage: plain resources, the same bytes for the same stage."""

from typing import Any

from ..stages import NamedStage
from .alarms import alarms
from .firewall import firewall
from .functions import functions
from .identity import identity
from .outputs import outputs
from .parameters import conditions, parameters
from .photo_links import photo_links
from .rest_api import rest_api
from .schedule import schedule
from .socket import socket
from .storage import storage

__all__ = ["as_yaml", "template_of"]


def template_of(stage: NamedStage) -> dict[str, Any]:
    """The template as CloudFormation reads it, once it is YAML or JSON."""
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"PostCardIt, stage {stage.name}: API Gateway, Lambda, DynamoDB, S3 and, if asked for, Cognito.",
        "Parameters": parameters(stage),
        "Conditions": conditions(),
        "Resources": {
            **storage(stage),
            **photo_links(),
            **identity(stage),
            **functions(stage),
            **rest_api(stage),
            **socket(stage),
            **schedule(stage),
            **firewall(stage),
            **alarms(stage),
        },
        "Outputs": outputs(),
    }


def as_yaml(template: dict[str, Any]) -> str:
    """Text for people and for `sam`: no anchors, no tags, in the order of the template."""
    import yaml

    class Plain(yaml.SafeDumper):
        """Writes a thing again where it comes again."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    text: str = yaml.dump(  # pyright: ignore[reportUnknownMemberType]  # its stubs leave a type of `width` open
        template, Dumper=Plain, sort_keys=False, width=120, allow_unicode=True
    )
    return text
