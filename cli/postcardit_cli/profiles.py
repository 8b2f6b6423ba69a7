"""Which server a command talks to: flag, then POSTCARDIT_* variable, then profile, then the backend in this process."""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from .exits import usage
from .folders import config_file, safe_name
from .settings import LOCAL, address, damaged, profile_name, read_settings, table, without_secrets

__all__ = ["LOCAL", "Choice", "Target", "choice_of", "target_of"]


@dataclass(frozen=True, slots=True)
class Target:
    """A server: the profile under whose name accounts are kept, and its address (None: the embedded backend)."""

    profile: str
    url: str | None

    @property
    def place(self) -> str:
        """Where it is, in words."""
        if self.url is None:
            return "the backend in your data folder, without a server"
        return without_secrets(self.url)


@dataclass(frozen=True, slots=True)
class Choice:
    """A target, and who decided on its profile and on its address."""

    target: Target
    profile_origin: str
    url_origin: str


def target_of(profile: str | None, url: str | None) -> Target:
    """Decide by what the command line, the environment and the configuration say, in this order."""
    return choice_of(profile, url).target


def choice_of(profile: str | None, url: str | None) -> Choice:
    """The same decision with its reasons."""
    if url is not None:
        return _addressed(url, profile, "flag --url", "flag --profile")
    if profile is not None:
        return _configured(profile, "flag --profile")
    named = os.environ.get("POSTCARDIT_PROFILE") or None
    if given := os.environ.get("POSTCARDIT_URL"):
        return _addressed(given, named, "environment POSTCARDIT_URL", "environment POSTCARDIT_PROFILE")
    if named is not None:
        return _configured(named, "environment POSTCARDIT_PROFILE")
    default = read_settings().get("default_profile")
    return _configured(LOCAL, "default") if default is None else _configured(default, str(config_file()))


def _addressed(url: str, profile: str | None, url_origin: str, profile_origin: str) -> Choice:
    where = address(url)
    if profile is None:
        parts = urlsplit(where)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        profile, profile_origin = safe_name(f"{parts.hostname}-{port}"), url_origin
    return Choice(Target(profile_name(profile), where), profile_origin, url_origin)


def _configured(name: Any, origin: str) -> Choice:
    profile = profile_name(name)
    profiles = table(read_settings().get("profiles", {}), "profiles")
    if profile not in profiles and profile != LOCAL:
        known = ", ".join(sorted({LOCAL, *profiles}))
        raise usage(
            f"There is no profile {profile!r}. Known: {known}.",
            hint=f"postcardit config set profiles.{profile}.url URL",
        )
    url = table(profiles.get(profile, {}), f"profiles.{profile}").get("url")
    if url is None and profile == LOCAL:
        return Choice(Target(LOCAL, None), origin, "default")
    if not isinstance(url, str):
        raise damaged(f'profiles.{profile} needs url = "..."')
    return Choice(Target(profile, address(url)), origin, f"profile {profile} in {config_file()}")
