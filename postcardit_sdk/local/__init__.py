"""What a program keeps of its accounts on this machine: a mirror of the server's state, and an outbox."""

from .store import LocalStore

__all__ = ["LocalStore"]
