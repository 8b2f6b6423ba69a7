"""What clients need to know of a stage, as a file of their own language."""

import json
import shlex
from collections.abc import Callable, Mapping

from ..stage import reachable
from .accounts import Account
from .deploy import Stack
from .stages import NamedStage

__all__ = ["FORMATS", "client_settings"]

Settings = Mapping[str, str]


def client_settings(stack: Stack, stage: NamedStage, account: Account) -> dict[str, str]:
    """The settings by their names in an environment. On an emulator the address is one that it answers at."""
    outputs, endpoint_url = stack.outputs, account.clients.endpoint_url
    known = {
        "POSTCARDIT_URL": stack.parameters.get("PublicUrl") or reachable(outputs["ApiUrl"], endpoint_url),
        "POSTCARDIT_SOCKET_URL": reachable(outputs["SocketUrl"], endpoint_url),
        "POSTCARDIT_STAGE": stage.name,
        "POSTCARDIT_IDENTITY": outputs["Identity"],
    }
    if "UserPoolId" in outputs:
        known["POSTCARDIT_USER_POOL_ID"] = outputs["UserPoolId"]
        known["POSTCARDIT_USER_POOL_CLIENT_ID"] = outputs["UserPoolClientId"]
    return known


def _env(settings: Settings) -> str:
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in settings.items())


def _xcconfig(settings: Settings) -> str:
    """Two slashes begin a comment in such a file; an empty variable between them does not."""
    return "".join(f"{name} = {value.replace('//', '/$()/')}\n" for name, value in settings.items())


def _swift(settings: Settings) -> str:
    lines = [f"    static let {_camel(name)} = {json.dumps(value)}" for name, value in settings.items()]
    lines[0] = f"    static let url = URL(string: {json.dumps(settings['POSTCARDIT_URL'])})!"
    note = "// Written by `postcardit aws config`."
    return "\n".join([note, "import Foundation", "", "enum PostCardItStage {", *lines, "}", ""])


def _json(settings: Settings) -> str:
    return json.dumps({_camel(name): value for name, value in settings.items()}, indent=2) + "\n"


def _camel(name: str) -> str:
    first, *more = name.removeprefix("POSTCARDIT_").lower().split("_")
    return first + "".join(word.title().replace("Url", "URL").replace("Id", "ID") for word in more)


FORMATS: dict[str, Callable[[Settings], str]] = {"env": _env, "xcconfig": _xcconfig, "swift": _swift, "json": _json}
