"""The answers that differ where an authority keeps passwords, mails codes and signs tokens.

Names, addresses, profiles and sessions stay in our store: the authority knows people by their ids alone. Each of its
sessions has a row of ours beside it, so that it is listed, ends at once, and is not begun with a password that has been
changed meanwhile. Importing this package registers the answers.
"""

from . import auth, emails, erasure, passwords, sessions

__all__ = ["auth", "emails", "erasure", "passwords", "sessions"]
