"""What wakes somebody up: errors, refusals for want of room, slowness, and events that nobody could handle."""

from typing import Any

from ...schema import Table
from ..stages import NamedStage
from .functions import FUNCTIONS
from .parts import Resources, attribute, chosen, ref

__all__ = ["alarms"]


def alarms(stage: NamedStage) -> Resources:
    """The alarms, and the topic that tells of them if somebody wants to be told."""
    resources: Resources = {
        "AlarmTopic": {
            "Type": "AWS::SNS::Topic",
            "Condition": "TellsOfAlarms",
            "Properties": {
                "TopicName": f"{stage.stack}-alarms",
                "Subscription": [{"Protocol": "email", "Endpoint": ref("AlarmEmail")}],
            },
        },
        "GatewayErrorsAlarm": _alarm("The API answers 5xx.", _gateway(stage, "5XXError"), "Sum", above=5),
        "GatewaySlowAlarm": _alarm("The API is slow.", _gateway(stage, "Latency"), "p99", above=3000, minutes=15),
        "ChangesLateAlarm": _alarm(
            "Hints come late: the table's stream is not read fast enough.",
            _function(stage, "changes", "IteratorAge"),
            "Maximum",
            above=60_000,
        ),
        "FailedEventsAlarm": _alarm(
            "An event failed for good; it lies in the queue of failed events.",
            _metric("AWS/SQS", "ApproximateNumberOfMessagesVisible", QueueName=attribute("FailedEvents", "QueueName")),
            "Maximum",
            above=0,
        ),
    }
    for function in FUNCTIONS:
        condition = "UsesCognito" if function.name == "triggers" else None
        for metric in ("Errors", "Throttles"):
            resources[f"{function.name.title()}{metric}Alarm"] = _alarm(
                f"Function {function.name}: {metric.lower()}.",
                _function(stage, function.name, metric),
                "Sum",
                above=0,
                condition=condition,
            )
    tables: tuple[Table, ...] = ("main", "brief")
    for table in tables:
        for way in ("Read", "Write"):
            resources[f"{table.title()}{way}ThrottlesAlarm"] = _alarm(
                f"Table {table} refuses to {way.lower()} for want of room.",
                _metric("AWS/DynamoDB", f"{way}ThrottleEvents", TableName=ref(f"{table.title()}Table")),
                "Sum",
                above=10,
            )
    return resources


def _alarm(
    about: str, metric: dict[str, Any], statistic: str, *, above: int, minutes: int = 5, condition: str | None = None
) -> dict[str, Any]:
    how = {"ExtendedStatistic": statistic} if statistic.startswith("p") else {"Statistic": statistic}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        **({} if condition is None else {"Condition": condition}),
        "Properties": {
            "AlarmDescription": about,
            **metric,
            **how,
            "Period": 300,
            "EvaluationPeriods": minutes // 5,
            "Threshold": above,
            "ComparisonOperator": "GreaterThanThreshold",
            "TreatMissingData": "notBreaching",
            "AlarmActions": chosen("TellsOfAlarms", [ref("AlarmTopic")], ref("AWS::NoValue")),
        },
    }


def _metric(namespace: str, name: str, **dimensions: Any) -> dict[str, Any]:
    return {
        "Namespace": namespace,
        "MetricName": name,
        "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions.items()],
    }


def _function(stage: NamedStage, function: str, name: str) -> dict[str, Any]:
    return _metric("AWS/Lambda", name, FunctionName=stage.function(function))


def _gateway(stage: NamedStage, name: str) -> dict[str, Any]:
    return _metric("AWS/ApiGateway", name, ApiName=stage.stack, Stage=ref("Stage"))
