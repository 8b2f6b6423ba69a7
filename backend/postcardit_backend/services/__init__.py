"""The rules, as plain functions: no HTTP, no SQL. Importing this package registers every answer."""

from . import auth, emails, erasure, exports, friends, passwords, postcards, service, sessions, stamps, uploads, users

__all__ = [
    "auth",
    "emails",
    "erasure",
    "exports",
    "friends",
    "passwords",
    "postcards",
    "service",
    "sessions",
    "stamps",
    "uploads",
    "users",
]
