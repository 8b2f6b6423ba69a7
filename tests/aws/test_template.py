"""The template of a stage: what AWS's linter says, and what it cannot know."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postcardit_backend.aws.ops.stages import BadStage, NamedStage
from postcardit_backend.aws.ops.template import as_yaml, template_of
from postcardit_backend.aws.ops.template.functions import FUNCTIONS

DEV, PROD = template_of(NamedStage("dev")), template_of(NamedStage("prod"))


def of_type(kind: str, template: dict[str, Any] = DEV) -> dict[str, dict[str, Any]]:
    return {name: one for name, one in template["Resources"].items() if one["Type"] == kind}


def statements(role: dict[str, Any]) -> list[dict[str, Any]]:
    """What a role allows, those statements included that stand under a condition."""
    found = [one for policy in role["Properties"]["Policies"] for one in policy["PolicyDocument"]["Statement"]]
    return [one["Fn::If"][1] if "Fn::If" in one else one for one in found]


def test_the_linter_of_cloudformation_has_nothing_to_say(tmp_path: Path) -> None:
    for name, template in (("dev", DEV), ("prod", PROD)):
        (tmp_path / f"{name}.yaml").write_text(as_yaml(template))

    done = subprocess.run(
        [sys.executable, "-c", "from cfnlint import runner; runner.main()", *sorted(map(str, tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.stdout, done.returncode) == ("", 0)


def test_the_same_stage_gives_the_same_bytes_in_every_process() -> None:
    code = (
        "from postcardit_backend.aws.ops.stages import NamedStage\n"
        "from postcardit_backend.aws.ops.template import as_yaml, template_of\n"
        "print(as_yaml(template_of(NamedStage('dev'))), end='')"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert texts == {as_yaml(DEV)}


@pytest.mark.parametrize("role", of_type("AWS::IAM::Role"))
def test_a_role_names_its_actions_and_its_resources(role: str) -> None:
    for statement in statements(DEV["Resources"][role]):
        assert all("*" not in action for action in statement["Action"]), statement
        assert all(json.dumps(resource) not in ('"*"', '{"Fn::Sub": "*"}') for resource in statement["Resource"])


def test_every_function_has_a_role_of_its_own() -> None:
    roles = [json.dumps(one["Properties"]["Role"]) for one in of_type("AWS::Serverless::Function").values()]

    assert len({*roles}) == len(FUNCTIONS)


@pytest.mark.parametrize("function", [function.name for function in FUNCTIONS])
def test_every_function_has_limits_and_logs_that_end(function: str) -> None:
    found = DEV["Resources"][f"{function.title()}Function"]
    logs = DEV["Resources"][f"{function.title()}FunctionLogs"]

    assert found["Properties"]["Timeout"] <= 300
    assert found["Properties"]["MemorySize"] >= 512
    assert logs["Properties"] == {
        "LogGroupName": f"/aws/lambda/{found['Properties']['FunctionName']}",
        "RetentionInDays": {"Ref": "LogDays"},
    }
    assert f"{function.title()}FunctionLogs" in found["DependsOn"]


def test_every_function_can_only_write_its_own_log() -> None:
    for function in FUNCTIONS:
        [logs] = [
            one["Resource"]
            for one in statements(DEV["Resources"][f"{function.id}Role"])
            if "logs:PutLogEvents" in one["Action"]
        ]
        assert [one["Fn::Sub"].rpartition(":log-group:")[2] for one in logs] == [
            f"/aws/lambda/postcardit-dev-{function.name}:*"
        ]


def test_the_functions_that_keep_no_photos_cannot_touch_them() -> None:
    touching = {
        function.name
        for function in FUNCTIONS
        for one in statements(DEV["Resources"][f"{function.id}Role"])
        if any(action.startswith("s3:") for action in one["Action"])
    }

    assert touching == {"api", "photos", "sweep"}


def test_what_must_not_be_lost_can_be_restored_and_stays_when_the_stack_of_production_goes() -> None:
    main, brief, photos = (PROD["Resources"][name] for name in ("MainTable", "BriefTable", "PhotosBucket"))

    assert main["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert all(one["Properties"]["DeletionProtectionEnabled"] for one in (main, brief))
    assert {one["DeletionPolicy"] for one in (main, brief, photos)} == {"Retain"}


def test_a_stage_for_trying_things_leaves_nothing_behind() -> None:
    kept = [name for name, one in DEV["Resources"].items() if one.get("DeletionPolicy") == "Retain"]

    assert kept == []
    assert not any(one["Properties"]["DeletionProtectionEnabled"] for one in of_type("AWS::DynamoDB::Table").values())


def test_tables_are_encrypted_and_the_brief_one_forgets() -> None:
    tables = of_type("AWS::DynamoDB::Table")

    assert all(one["Properties"]["SSESpecification"] == {"SSEEnabled": True} for one in tables.values())
    assert tables["BriefTable"]["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}


def test_the_bucket_is_closed_asked_for_by_tls_alone_and_unknown_to_web_pages() -> None:
    bucket = DEV["Resources"]["PhotosBucket"]["Properties"]
    statement, _ = DEV["Resources"]["PhotosBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert "CorsConfiguration" not in bucket


def test_cloudfront_reads_the_bucket_for_signed_links_alone_and_only_if_it_is_asked_for() -> None:
    made = {name: one for name, one in DEV["Resources"].items() if one["Type"].startswith("AWS::CloudFront::")}
    behaviour = made["PhotosDistribution"]["Properties"]["DistributionConfig"]["DefaultCacheBehavior"]
    _, reading = DEV["Resources"]["PhotosBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]

    assert DEV["Parameters"]["PhotoLinks"]["Default"] == "s3"
    assert {one["Condition"] for one in made.values()} == {"UsesCloudFront"}
    assert behaviour["TrustedKeyGroups"] == [{"Ref": "PhotosKeyGroup"}]
    assert (behaviour["ViewerProtocolPolicy"], behaviour["AllowedMethods"]) == ("https-only", ["GET", "HEAD"])
    condition, allowed, otherwise = reading["Fn::If"]
    assert (condition, otherwise) == ("UsesCloudFront", {"Ref": "AWS::NoValue"})
    assert (allowed["Action"], allowed["Principal"]) == ("s3:GetObject", {"Service": "cloudfront.amazonaws.com"})
    assert allowed["Resource"]["Fn::Sub"].endswith("-photos-${AWS::AccountId}/photos/*")
    assert "distribution/${PhotosDistribution}" in allowed["Condition"]["StringEquals"]["AWS:SourceArn"]["Fn::Sub"]


def test_everything_that_fails_for_good_wakes_somebody_up() -> None:
    watched = {
        (one["Properties"]["Namespace"], one["Properties"]["MetricName"])
        for one in of_type("AWS::CloudWatch::Alarm").values()
    }

    assert watched == {
        ("AWS/ApiGateway", "5XXError"),
        ("AWS/ApiGateway", "Latency"),
        ("AWS/DynamoDB", "ReadThrottleEvents"),
        ("AWS/DynamoDB", "WriteThrottleEvents"),
        ("AWS/Lambda", "Errors"),
        ("AWS/Lambda", "IteratorAge"),
        ("AWS/Lambda", "Throttles"),
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible"),
    }


def test_the_gateway_refuses_in_the_words_of_the_contract() -> None:
    throttled = DEV["Resources"]["ThrottledRefusal"]["Properties"]
    problem = json.loads(throttled["ResponseTemplates"]["application/json"])

    assert (throttled["StatusCode"], problem["code"], problem["statusCode"]) == ("429", "rate_limited", 429)
    assert throttled["ResponseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"


def test_no_lambda_of_a_service_may_be_called_for_somebody_else() -> None:
    for name, permission in of_type("AWS::Lambda::Permission").items():
        assert "SourceArn" in permission["Properties"], name


@given(st.text(max_size=20))
def test_a_stage_is_called_by_small_letters_and_digits_or_refused(name: str) -> None:
    is_good = name.isascii() and name.isalnum() and name == name.lower() and name[:1].isalpha() and len(name) <= 16

    if is_good:
        assert NamedStage(name).photos("123456789012") == f"postcardit-{name}-photos-123456789012"
    else:
        with pytest.raises(BadStage):
            NamedStage(name)
