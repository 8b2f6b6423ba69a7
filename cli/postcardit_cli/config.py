"""postcardit config: the settings, where each one comes from, and changing those of the file."""

import json
import os
from dataclasses import dataclass
from typing import Annotated

import typer

from .context import options_of
from .exits import NOT_FOUND, CommandFailed, usage
from .family import family
from .folders import config_file
from .profiles import choice_of
from .render import notice, say, show_json
from .settings import Value, known_key, stored_values, without_secrets
from .settings_change import set_value
from .token_stores import chosen_store

app = family("config", "See and change the settings.")

Key = Annotated[str, typer.Argument(help="For example profiles.staging.url.", metavar="KEY")]

_HIDDEN = "(set, not shown)"
_READ_ONLY = ("profile", "url", "token")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it counts for this command line. A secret's value is not in here."""

    key: str
    value: Value | None
    origin: str

    @property
    def text(self) -> str:
        """The value as `config set` takes it."""
        return "" if self.value is None else str(self.value).lower() if isinstance(self.value, bool) else self.value


@app.command("list")
def list_settings(
    ctx: typer.Context,
    show_origin: Annotated[bool, typer.Option("--show-origin", help="Say where each value comes from.")] = False,
) -> None:
    """List the settings that count here."""
    found = _settings(ctx)
    if options_of(ctx).as_json:
        settings = [{"key": item.key, "value": item.value, "origin": item.origin} for item in found]
        show_json(json.dumps({"settings": settings}, indent=2, ensure_ascii=False))
        return
    lines = [f"{item.key} = {item.text}".rstrip() for item in found]
    width = max(map(len, lines))
    for line, item in zip(lines, found, strict=True):
        say(f"{line:{width}}  # {item.origin}" if show_origin else line)


@app.command()
def get(ctx: typer.Context, key: Key) -> None:
    """Print the value that counts."""
    if key not in _READ_ONLY:
        known_key(key)
    for item in _settings(ctx):
        if item.key == key:
            if options_of(ctx).as_json:
                show_json(json.dumps({"key": item.key, "value": item.value, "origin": item.origin}, indent=2))
            else:
                say(item.text)
            return
    raise CommandFailed(f"{key} is not set.", exit_code=NOT_FOUND, code="not_found", hint="postcardit config list")


@app.command("set")
def set_setting(
    ctx: typer.Context,
    key: Key,
    value: Annotated[str, typer.Argument(help="Its new value.", metavar="VALUE")],
) -> None:
    """Change a setting in the configuration file."""
    _refuse_read_only(key)
    set_value(key, value)
    notice(ctx, f"Written to {config_file()}.")
    _mention_override(ctx, key)


@app.command()
def unset(ctx: typer.Context, key: Key) -> None:
    """Remove a setting, or a whole profile, from the configuration file."""
    _refuse_read_only(key)
    if not set_value(key, None):
        raise CommandFailed(f"{key} is not set in {config_file()}.", exit_code=NOT_FOUND, code="not_found")
    notice(ctx, f"Removed from {config_file()}.")


@app.command()
def path(ctx: typer.Context) -> None:
    """Print where the configuration file is, or would be."""
    if options_of(ctx).as_json:
        show_json(json.dumps({"path": str(config_file())}))
    else:
        say(str(config_file()))


def _settings(ctx: typer.Context) -> list[Setting]:
    options = options_of(ctx)
    choice = choice_of(options.profile, options.url)
    store = chosen_store()
    url = choice.target.url
    found = [
        Setting("profile", choice.target.profile, choice.profile_origin),
        Setting("url", None if url is None else without_secrets(url), choice.url_origin),
        Setting("token_store", store.kind, store.origin),
    ]
    if os.environ.get("POSTCARDIT_TOKEN"):
        found.append(Setting("token", _HIDDEN, "environment POSTCARDIT_TOKEN"))
    here = str(config_file())
    for key, value in stored_values():
        if key != "token_store":
            found.append(Setting(key, without_secrets(value) if isinstance(value, str) else value, here))
    return found


def _refuse_read_only(key: str) -> None:
    hints = {
        "profile": "postcardit config set default_profile NAME",
        "url": "postcardit config set profiles.NAME.url URL",
        "token": "postcardit auth login NAME",
    }
    if key in hints:
        raise usage(f"{key} is decided anew for each command.", hint=hints[key])


def _mention_override(ctx: typer.Context, key: str) -> None:
    variable = {"default_profile": "POSTCARDIT_PROFILE", "token_store": "POSTCARDIT_TOKEN_STORE"}.get(key)
    if variable is not None and os.environ.get(variable):
        notice(ctx, f"{variable} is set, and counts more.")
