"""The functions, what calls them, and what they could not handle."""

from typing import Any

from ..template.functions import FUNCTIONS
from .findings import Finding, failed, fine, warning
from .patient import Patient

__all__ = ["check_alarms", "check_functions", "check_leftovers", "check_sweeper", "check_throttling", "check_triggers"]


def check_functions(patient: Patient) -> list[Finding]:
    """Whether each is there, can be called, and is of one package."""
    client, wrong, packages = patient.asked("lambda"), list[Finding](), set[str]()
    for function in FUNCTIONS:
        if function.name == "triggers" and patient.output("Identity") != "cognito":
            continue
        name = patient.stage.function(function.name)
        found: dict[str, Any] = client.get_function_configuration(FunctionName=name)
        packages.add(found["CodeSha256"])
        if found.get("State") == "Failed" or found.get("LastUpdateStatus") == "Failed":
            reason = found.get("StateReason") or found.get("LastUpdateStatusReason") or "it does not say why"
            wrong.append(failed("functions", f"{name} cannot be called: {reason}.", patient.redeploy))
    if len(packages) > 1:
        wrong.append(failed("functions", "The functions are of different packages.", patient.redeploy))
    return wrong or [fine("functions", "All functions are there, of one package.")]


def check_triggers(patient: Patient) -> Finding:
    """Whether the table's stream reaches `changes`."""
    name = patient.stage.function("changes")
    mappings = patient.asked("lambda").list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    states = {str(one["State"]) for one in mappings}
    if states and states <= {"Enabled", "Enabling", "Creating", "Updating"}:
        return fine("stream", "What changes in the table is told to phones.")
    sentence = f"The table's stream does not reach {name}: phones hear of changes only when they ask."
    return failed("stream", sentence, patient.redeploy)


def check_sweeper(patient: Patient) -> Finding:
    """Whether the sweeper's clock runs."""
    rule = patient.asked("events").describe_rule(Name=patient.stage.function("sweep"))
    if rule["State"] == "ENABLED":
        return fine("sweeper", f"The sweeper comes by itself: {rule['ScheduleExpression']}.")
    fix = f"aws events enable-rule --name {rule['Name']}"
    return failed("sweeper", "The sweeper's clock is off: nobody ends what nobody ended.", fix)


def check_leftovers(patient: Patient) -> Finding:
    """Whether events failed for good."""
    url = patient.output("FailedEvents")
    said = patient.asked("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    count = int(said["Attributes"]["ApproximateNumberOfMessages"])
    if count:
        fix = f"aws sqs receive-message --queue-url {url}: each says what failed, and why"
        return warning("leftovers", f"{count} events failed for good.", fix)
    return fine("leftovers", "No event failed for good.")


def check_alarms(patient: Patient) -> Finding:
    """Whether an alarm has gone off."""
    found = patient.asked("cloudwatch").describe_alarms(AlarmNamePrefix=patient.stage.stack, StateValue="ALARM")
    loud = [f"{one['AlarmName']} ({one.get('AlarmDescription', '')})" for one in found["MetricAlarms"]]
    if loud:
        return warning("alarms", f"Alarms are on: {', '.join(loud)}", "look at the functions' logs in CloudWatch")
    return fine("alarms", "No alarm is on.")


def check_throttling(patient: Patient) -> Finding:
    """Whether the gateway limits how much comes at once."""
    stage: dict[str, Any] = patient.asked("apigateway").get_stage(
        restApiId=patient.output("ApiId"), stageName=patient.stage.name
    )
    settings: dict[str, dict[str, Any]] = stage.get("methodSettings", {})
    rates = [float(one["throttlingRateLimit"]) for one in settings.values() if one.get("throttlingRateLimit")]
    if rates:
        return fine("throttling", f"The API takes {max(rates):.0f} requests a second at most.")
    return failed("throttling", "Nothing limits how many requests the API takes at once.", patient.redeploy)
