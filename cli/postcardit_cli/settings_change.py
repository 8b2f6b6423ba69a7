"""Changing one key of the configuration file, whose other values stay as they are."""

import os
from pathlib import Path
from typing import Any

from .exits import CommandFailed, usage
from .files import locked, write_private
from .folders import config_file
from .settings import Steps, Value, known_key, read_settings, table

__all__ = ["set_value"]


def set_value(key: str, text: str | None) -> bool:
    """Change one key, or with None remove it. False when there was nothing to remove."""
    steps, read = known_key(key)
    if text is None and len(steps) == 2:  # a whole profile
        value = None
    elif read is None:
        raise usage(f"{key} is a profile: set one of its keys.", hint=f"postcardit config set {key}.url URL")
    else:
        value = None if text is None else read(text)
    with locked(config_file()):
        settings = read_settings()
        before = _snapshot(settings)
        if value is not None:
            _place(settings, steps, value)
        elif not _remove(settings, steps):
            return False
        _write(settings, before)
    return True


def _snapshot(settings: dict[str, Any]) -> str:
    import json

    return json.dumps(settings, default=str, sort_keys=True)


def _place(settings: dict[str, Any], steps: Steps, value: Value) -> None:
    for depth, step in enumerate(steps[:-1], 1):
        settings = table(settings.setdefault(step, {}), ".".join(steps[:depth]))
    settings[steps[-1]] = value


def _remove(settings: dict[str, Any], steps: Steps) -> bool:
    if steps[0] not in settings:
        return False
    if len(steps) == 1:
        del settings[steps[0]]
        return True
    inner = table(settings[steps[0]], steps[0])
    removed = _remove(inner, steps[1:])
    if not inner:
        del settings[steps[0]]
    return removed


def _write(settings: dict[str, Any], before: str) -> None:
    """Replace the file. Comments cannot be kept in it: a file that has some is kept beside the new one."""
    from .toml_writer import Unwritable, toml_of

    if _snapshot(settings) == before:
        return
    path = Path(os.path.realpath(config_file()))  # a link into a folder of such files stays a link
    try:
        content = toml_of(settings).encode()
    except Unwritable as error:
        raise CommandFailed(
            f"{config_file()} holds a kind of value that is not written here: {error}.",
            code="config_damaged",
            hint="change the file with an editor",
        ) from None
    if path.is_file() and any(line.lstrip().startswith(b"#") for line in path.read_bytes().splitlines()):
        write_private(path.with_name(f"{path.name}.bak"), path.read_bytes())
    write_private(path, content)
