"""The kit's version: the wheel, `postcardit --version` and the User-Agent all read it here."""

__version__ = "0.1.0"
