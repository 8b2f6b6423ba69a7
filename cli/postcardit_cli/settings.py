"""The configuration file: what it says, the keys that it knows, and how each value is read."""

from collections.abc import Callable, Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from .exits import CommandFailed, usage
from .folders import config_file, is_safe_name

__all__ = [
    "LOCAL",
    "STORES",
    "Steps",
    "Value",
    "address",
    "damaged",
    "known_key",
    "profile_name",
    "read_settings",
    "stored_values",
    "table",
    "without_secrets",
]

LOCAL = "local"
"""The profile that needs no server, unless the configuration gives it one."""

STORES = ("file", "keyring")
"""Where the tokens of an account may be kept."""

Value = str | bool
Steps = tuple[str, ...]


def read_settings() -> dict[str, Any]:
    """The whole file as it is; an empty one when there is none."""
    path = config_file()
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    import tomllib

    try:
        return tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise damaged(str(error)) from None


def stored_values() -> Iterator[tuple[str, Value]]:
    """What the file sets, by key. A key that nobody knows is left out."""
    settings = read_settings()
    for name in ("default_profile", "token_store"):
        if isinstance(value := settings.get(name), str):
            yield name, value
    for profile, facts in sorted(table(settings.get("profiles", {}), "profiles").items()):
        for name in ("url", "production"):
            value = table(facts, f"profiles.{profile}").get(name)
            if isinstance(value, str | bool):
                yield f"profiles.{profile}.{name}", value


def known_key(key: str) -> tuple[Steps, Callable[[str], Value] | None]:
    """The way to a key in the file, and how its value is read; a profile's own name has no value."""
    first, _, rest = key.partition(".")
    if key in _READERS:
        return (key,), _READERS[key]
    if first == "profiles" and rest:
        name, _, last = rest.rpartition(".")
        if name and last in _PROFILE_READERS:
            return ("profiles", profile_name(name), last), _PROFILE_READERS[last]
        if is_safe_name(rest):
            return ("profiles", rest), None
    hint = "default_profile, token_store, profiles.NAME.url, profiles.NAME.production"
    raise usage(f"There is no setting {key!r}.", hint=hint)


def table(value: Any, name: str) -> dict[str, Any]:
    """A table of the file."""
    if not isinstance(value, dict):
        raise damaged(f"{name} is not a table")
    return cast(dict[str, Any], value)


def address(url: str) -> str:
    """A server's address as it is kept: without `/v1` and a slash at its end."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        is_address = False
    if not is_address:
        raise usage(f"{url!r} is not a server's address.", hint="for example http://127.0.0.1:8080")
    return url.rstrip("/").removesuffix("/v1").rstrip("/")


def profile_name(profile: Any) -> str:
    """A profile's name, which is a folder's name as well."""
    if not isinstance(profile, str) or not is_safe_name(profile):
        raise usage(f"{profile!r} is not a profile's name: letters, digits, dots, hyphens and underscores.")
    return profile


def without_secrets(url: str) -> str:
    """An address without the name and password that it may hold."""
    before, at, host = url.rpartition("@")
    return f"{before.partition('://')[0]}://{host}" if at else url


def damaged(why: str) -> CommandFailed:
    """The error for a configuration file that says what it cannot."""
    return CommandFailed(f"The configuration file {config_file()} cannot be used: {why}.", code="config_damaged")


# Values


def _profile(text: str) -> Value:
    known = {LOCAL, *table(read_settings().get("profiles", {}), "profiles")}
    if profile_name(text) not in known:
        hint = f"postcardit config set profiles.{text}.url URL"
        raise usage(f"There is no profile {text!r}. Known: {', '.join(sorted(known))}.", hint=hint)
    return text


def _store(text: str) -> Value:
    if text not in STORES:
        raise usage(f"{text!r} is no token store: {' or '.join(STORES)}.")
    return text


def _address(text: str) -> Value:
    url = address(text)
    if without_secrets(url) != url:
        raise usage("An address with a password in it is not kept: sign in instead.", hint="postcardit auth login NAME")
    return url


def _truth(text: str) -> Value:
    if text not in {"true", "false"}:
        raise usage(f"{text!r} is neither true nor false.")
    return text == "true"


_READERS: dict[str, Callable[[str], Value]] = {"default_profile": _profile, "token_store": _store}
_PROFILE_READERS: dict[str, Callable[[str], Value]] = {"url": _address, "production": _truth}
