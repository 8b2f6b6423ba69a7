"""postcardit aws: the words around what AWS does."""

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from botocore.exceptions import EndpointConnectionError

from postcardit_backend.aws.ops import package as packages
from postcardit_backend.aws.ops.package.archive import write_archive

from .conftest import Result, Run

if TYPE_CHECKING:
    from postcardit_backend.aws.ops.accounts import Account
    from tests.aws.emulator import Emulator


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment that knows of no account."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))


@pytest.fixture
def package(tmp_path: Path) -> str:
    (tmp_path / "code.py").write_text("")
    write_archive({"code.py": tmp_path / "code.py"}, tmp_path / "package.zip")
    return str(tmp_path / "package.zip")


def test_the_template_is_yaml_for_the_stage_that_was_named(run: Run) -> None:
    printed = run("aws", "template", "--stage", "prod")

    template = yaml.safe_load(printed.out)
    assert template["Transform"] == "AWS::Serverless-2016-10-31"
    assert template["Resources"]["MainTable"]["Properties"]["TableName"] == "postcardit-prod-main"


def test_the_template_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "template.yaml"

    printed = run("aws", "template", "--out", str(out))

    assert (printed.exit_code, printed.out) == (0, "")
    assert out.read_text() == run("aws", "template").out


@pytest.mark.parametrize("name", ["Dev", "my-stage", "1", "a" * 17])
def test_a_name_that_no_stage_can_have_is_refused(run: Run, name: str) -> None:
    refused = run("aws", "template", "--stage", name)

    assert refused.exit_code == 2
    assert f"{name!r} is no name of a stage" in refused.err


def test_a_deployment_asks_nobody_where_nobody_sits(run: Run) -> None:
    refused = run("aws", "deploy", "--stage", "dev")

    assert refused.exit_code == 2
    assert "hint: --yes goes on, --plan only shows" in refused.err


def test_a_setting_without_a_value_is_refused(run: Run) -> None:
    refused = run("aws", "deploy", "--stage", "dev", "--yes", "--set", "MailFrom")

    assert refused.exit_code == 2
    assert "--set takes NAME=VALUE" in refused.err


def test_no_region_is_said_with_what_to_do(run: Run) -> None:
    refused = run("aws", "doctor", "--stage", "dev")

    assert refused.exit_code == 1
    assert refused.err == "error: No AWS region was chosen.\nhint: --region NAME, or AWS_REGION=NAME\n"


def test_no_credentials_are_said_with_what_to_do(run: Run) -> None:
    refused = run("aws", "doctor", "--stage", "dev", "--region", "eu-central-1", "--json")

    assert refused.error["code"] == "aws_refused"
    assert refused.error["message"] == "There are no AWS credentials here."
    assert "AWS_PROFILE=NAME" in refused.error["hint"]


def test_an_address_of_an_emulator_that_is_none_is_refused(run: Run) -> None:
    refused = run("aws", "doctor", "--stage", "dev", "--region", "eu-central-1", "--endpoint-url", "localhost:4566")

    assert refused.exit_code == 2
    assert "'localhost:4566' is no address of an emulator." in refused.err
    assert "hint: such as http://127.0.0.1:4566" in refused.err


def test_nobody_who_answers_is_offline(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise EndpointConnectionError(endpoint_url="https://sts.eu-central-1.amazonaws.com")

    monkeypatch.setattr("botocore.httpsession.URLLib3Session.send", fail)
    monkeypatch.setattr("time.sleep", int)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")

    refused = run("aws", "doctor", "--stage", "dev", "--region", "eu-central-1", "--json")

    assert (refused.exit_code, refused.error["code"]) == (8, "connection_failed")


def test_a_package_that_is_no_zip_file_is_refused_before_anybody_is_asked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("")

    refused = run("aws", "deploy", "--stage", "dev", "--yes", "--package", str(tmp_path / "code.py"))

    assert refused.exit_code == 2
    assert f"{tmp_path / 'code.py'} is no package.\nhint: postcardit aws package builds one" in refused.err


@pytest.mark.parametrize("place", ["folder", "file/package.zip"])
def test_a_place_where_no_package_can_be_is_refused_before_it_is_built(run: Run, tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("")

    refused = run("aws", "package", "--out", str(tmp_path / place))

    assert refused.exit_code == 2
    assert "cannot be written" in refused.err
    assert "Bringing" not in refused.err


def test_what_is_not_installed_is_named() -> None:
    script = (
        "import sys\nsys.modules['botocore'] = None\nfrom postcardit_cli.start import enter\n"
        "sys.exit(enter(('aws', 'doctor', '--stage', 'dev', '--region', 'eu-central-1')))"
    )

    refused = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert refused.returncode == 1
    assert "pip install 'postcardit[aws]'" in refused.stderr


@pytest.mark.parametrize(("option", "value"), [("--arch", "mips"), ("--python", "2.7")])
def test_a_package_for_a_machine_that_lambda_does_not_have_is_refused(run: Run, option: str, value: str) -> None:
    refused = run("aws", "package", option, value)

    assert refused.exit_code == 2
    assert repr(value) in refused.err


def test_a_package_that_cannot_be_made_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise packages.PackageFailed("pip could not bring the dependencies for arm64: no network.")

    monkeypatch.setattr(packages, "bring", fail)

    refused = run("aws", "package")

    assert refused.exit_code == 1
    assert "error: pip could not bring the dependencies for arm64: no network.\n" in refused.err


def test_the_price_of_a_month_is_a_table_or_json(run: Run) -> None:
    shown, asked = run("aws", "cost", "usual", "--users", "1000"), run("aws", "cost", "--users", "1000", "--json")

    assert "USD for 1,000 users" in shown.out
    assert f"{asked.json['dollars']:,.2f}" in shown.out
    assert asked.json["dollars"] == pytest.approx(sum(line["dollars"] for line in asked.json["lines"]), abs=0.01)


def test_a_scenario_that_nobody_wrote_is_refused(run: Run) -> None:
    refused = run("aws", "cost", "wild")

    assert refused.exit_code == 2
    assert "'wild' is no scenario: quiet, usual, busy." in refused.err


class TestInTheEmulator:
    """What needs an account."""

    @pytest.fixture(autouse=True)
    def account(self, emulator: "object", monkeypatch: pytest.MonkeyPatch) -> None:
        for name, value in (("ACCESS_KEY_ID", "test"), ("SECRET_ACCESS_KEY", "test"), ("REGION", "eu-central-1")):
            monkeypatch.setenv(f"AWS_{name}", value)
        monkeypatch.setenv("AWS_ENDPOINT_URL", getattr(emulator, "url"))  # noqa: B009  # the type is imported late

    @pytest.fixture
    def account_of_emulator(self, emulator: "Emulator") -> "Account":
        from tests.aws.deployed import account_of

        return account_of(emulator)

    def deploy(self, run: Run, stage: str, package: str, *more: str) -> Result:
        return run("aws", "deploy", "--stage", stage, "--package", package, *more)

    def test_a_stage_that_is_nowhere_is_not_found(self, run: Run) -> None:
        refused = run("aws", "config", "--stage", "nowhere")

        assert refused.exit_code == 3
        assert "There is no stage nowhere in account 000000000000, eu-central-1." in refused.err
        assert "postcardit aws deploy --stage nowhere" in refused.err

    def test_a_plan_shows_what_would_be_made_and_makes_nothing(self, run: Run, package: str) -> None:
        planned = self.deploy(run, "planned", package, "--plan")

        assert planned.exit_code == 0
        assert "+ MainTable" in planned.out
        assert run("aws", "config", "--stage", "planned").exit_code == 3

    def test_a_deployment_tells_each_step_and_prints_the_addresses(self, run: Run, package: str) -> None:
        deployed = self.deploy(run, "told", package, "--yes")

        assert deployed.exit_code == 0, deployed.err
        assert "create complete" in deployed.err
        assert "told is deployed" in deployed.out
        assert "ApiUrl            https://" in deployed.out

    def test_a_setting_that_the_template_does_not_take_is_refused_before_anything_is_made(
        self, run: Run, package: str
    ) -> None:
        settings = ("Identity=ldap", "RequestsPerSecond=many", "Nothing=1", "PackageKey=mine", "PushApplicationArn=x")
        refused = [self.deploy(run, "unset", package, "--yes", "--set", setting) for setting in settings]

        assert [one.exit_code for one in refused] == [2] * len(settings)
        assert "Identity cannot be 'ldap'.\nhint: it is one of local, cognito." in refused[0].err
        assert run("aws", "config", "--stage", "unset").exit_code == 3

    def test_a_first_deployment_that_failed_is_told_from_a_stage_that_never_was(
        self, run: Run, package: str, account_of_emulator: "Account"
    ) -> None:
        s3 = account_of_emulator.clients.of("s3")
        taken = "postcardit-ruined-photos-000000000000"
        s3.create_bucket(Bucket=taken, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})

        failed = self.deploy(run, "ruined", package, "--yes")
        asked = run("aws", "doctor", "--stage", "ruined")

        assert failed.exit_code == 1
        assert "already exists.\nhint: remove it, or bring it into the stack" in failed.err
        assert asked.exit_code == 1
        assert "The first deployment of ruined failed: postcardit-ruined is ROLLBACK_COMPLETE." in asked.err

    def test_whoever_stops_waiting_is_told_that_it_goes_on(
        self, run: Run, package: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr("postcardit_backend.aws.ops.deploy.Deployment.execute", interrupt)
        stopped = self.deploy(run, "stopped", package, "--yes")
        monkeypatch.undo()

        assert stopped.exit_code == 130
        assert "error: Interrupted.\nhint: CloudFormation goes on; the same command" in stopped.err

    def test_nothing_to_do_is_said(self, run: Run, package: str) -> None:
        self.deploy(run, "same", package, "--yes")

        again = self.deploy(run, "same", package, "--yes", "--json")

        assert again.json["status"] == "unchanged"
        assert again.json["outputs"]["MainTable"] == "postcardit-same-main"

    def test_what_clients_need_is_written_in_their_languages(self, run: Run, package: str) -> None:
        self.deploy(run, "known", package, "--yes")

        env, xcconfig, swift = (run("aws", "config", "--stage", "known", "--format", one).out for one in
                                ("env", "xcconfig", "swift"))  # fmt: skip
        url = json.loads(run("aws", "config", "--stage", "known", "--json").out)["url"]

        assert f"POSTCARDIT_URL={url}\n" in env
        assert f"POSTCARDIT_URL = {url.replace('//', '/$()/')}\n" in xcconfig
        assert f'    static let url = URL(string: "{url}")!\n' in swift
        assert url.endswith("/known")
