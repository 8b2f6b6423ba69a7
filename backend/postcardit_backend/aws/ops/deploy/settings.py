"""What whoever deploys has chosen: refused here if the template would not take it, before anything is uploaded."""

import re
from collections.abc import Mapping
from typing import Any

from ..troubles import BadSetting

__all__ = ["check_settings"]

_FILLED_IN = ("Stage", "PackageBucket", "PackageKey", "PhotosPublicKey")
_OPTIONS = ("Architecture", "Runtime")
"""Those that the command has options for."""


def check_settings(parameters: Mapping[str, Mapping[str, Any]], chosen: Mapping[str, str]) -> None:
    """Look at each that was chosen. Raises BadSetting."""
    for name, value in chosen.items():
        if name not in parameters or name in _FILLED_IN:
            names = (one for one in parameters if one not in (*_FILLED_IN, *_OPTIONS))
            why = "is filled in by the deployment" if name in parameters else "is no parameter of a stage"
            raise BadSetting(f"{name} {why}.", f"one of {', '.join(names)}")
        complaint = _complaint(parameters[name], value)
        if complaint is not None:
            raise BadSetting(f"{name} cannot be {value!r}.", f"{complaint}. {parameters[name]['Description']}")


def _complaint(parameter: Mapping[str, Any], value: str) -> str | None:
    allowed = [str(one) for one in parameter.get("AllowedValues", ())]
    if allowed and value not in allowed:
        return f"it is one of {', '.join(allowed)}"
    least = int(parameter.get("MinValue", 0))
    if parameter["Type"] == "Number" and not (value.isascii() and value.isdigit() and int(value) >= least):
        return f"it is a number, {least} or more"
    if re.search(parameter.get("AllowedPattern", ""), value) is None:
        return f"it looks like {parameter['AllowedPattern']}"
    return None
