"""What calls functions by itself: the sweeper's clock, and the queue for events that failed for good."""

from ..stages import NamedStage
from .parts import Resources, attribute, function_arn, ref

__all__ = ["schedule"]


def schedule(stage: NamedStage) -> Resources:
    """Every five minutes the sweeper; and where events of `photos` and `sweep` go when all tries failed."""
    resources: Resources = {
        "SweepRule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Name": stage.function("sweep"),
                "Description": "Ends what nobody ended.",
                "ScheduleExpression": "rate(5 minutes)",
                "State": "ENABLED",
                "Targets": [{"Id": "sweep", "Arn": function_arn("sweep")}],
            },
        },
        "SweepMayBeCalled": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": ref("SweepFunction"),
                "Principal": "events.amazonaws.com",
                "SourceArn": attribute("SweepRule", "Arn"),
            },
        },
    }
    for name in ("PhotosFunction", "SweepFunction"):
        resources[f"{name}Failures"] = {
            "Type": "AWS::Lambda::EventInvokeConfig",
            "Properties": {
                "FunctionName": ref(name),
                "Qualifier": "$LATEST",
                "MaximumRetryAttempts": 2,
                "MaximumEventAgeInSeconds": 3600,
                "DestinationConfig": {"OnFailure": {"Destination": attribute("FailedEvents", "Arn")}},
            },
        }
    return resources
