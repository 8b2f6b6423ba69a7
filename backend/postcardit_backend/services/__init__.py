"""The rules, as plain functions: no HTTP, no SQL. Importing this package registers every answer."""

from . import (
    auth,
    avatars,
    blocks,
    devices,
    emails,
    erasure,
    exports,
    friends,
    passwords,
    postcards,
    service,
    sessions,
    stamps,
    sync,
    uploads,
    users,
)

__all__ = [
    "auth",
    "avatars",
    "blocks",
    "devices",
    "emails",
    "erasure",
    "exports",
    "friends",
    "passwords",
    "postcards",
    "service",
    "sessions",
    "stamps",
    "sync",
    "uploads",
    "users",
]
