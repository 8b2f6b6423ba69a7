"""Which server a command talks to: flag, then POSTCARDIT_* variable, then profile, then the backend in this process."""

import os
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from .exits import CommandFailed, usage
from .folders import config_file, is_safe_name, safe_name

__all__ = ["LOCAL", "Target", "target_of"]

LOCAL = "local"
"""The profile that needs no server, unless the configuration gives it one."""


@dataclass(frozen=True, slots=True)
class Target:
    """A server: the profile under whose name accounts are kept, and its address (None: the embedded backend)."""

    profile: str
    url: str | None


def target_of(profile: str | None, url: str | None) -> Target:
    """Decide by what the command line, the environment and the configuration say, in this order."""
    if url is not None:
        return _addressed(url, profile)
    if profile is not None:
        return _configured(profile)
    if given := os.environ.get("POSTCARDIT_URL"):
        return _addressed(given, os.environ.get("POSTCARDIT_PROFILE") or None)
    if given := os.environ.get("POSTCARDIT_PROFILE"):
        return _configured(given)
    return _configured(_read_config().get("default_profile", LOCAL))


def _addressed(url: str, profile: str | None) -> Target:
    address = _checked(url)
    if profile is None:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        profile = safe_name(f"{parts.hostname}-{port}")
    return Target(_named(profile), address)


def _configured(name: Any) -> Target:
    profile = _named(name)
    profiles = _table(_read_config().get("profiles", {}), "profiles")
    if profile not in profiles:
        if profile == LOCAL:
            return Target(LOCAL, None)
        known = ", ".join(sorted({LOCAL, *profiles}))
        raise usage(f"There is no profile {profile!r}. Known: {known}.", hint=f"profiles are kept in {config_file()}")
    url = _table(profiles[profile], f"profiles.{profile}").get("url")
    if url is None and profile == LOCAL:
        return Target(LOCAL, None)
    if not isinstance(url, str):
        raise _damaged(f'profiles.{profile} needs url = "..."')
    return Target(profile, _checked(url))


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _damaged(f"{name} is not a table")
    return cast(dict[str, Any], value)


def _checked(url: str) -> str:
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address:
        raise usage(f"{url!r} is not a server's address.", hint="for example --url http://127.0.0.1:8080")
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def _named(profile: Any) -> str:
    if not isinstance(profile, str) or not is_safe_name(profile):
        raise usage(f"{profile!r} is not a profile's name: letters, digits, dots, hyphens and underscores.")
    return profile


def _read_config() -> dict[str, Any]:
    path = config_file()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    import tomllib

    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _damaged(str(error)) from None


def _damaged(why: str) -> CommandFailed:
    return CommandFailed(f"The configuration file {config_file()} cannot be used: {why}.", code="config_damaged")
