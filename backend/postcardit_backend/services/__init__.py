"""The rules, as plain functions: no HTTP, no SQL. Importing this package registers every answer."""

from . import (
    auth,
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
