"""Folding names: two that people would take for the same fold to the same text."""

import unicodedata

__all__ = ["fold"]


def fold(text: str) -> str:
    """Without case, accents and compatibility forms (Unicode NFKD, UAX #15), in NFC."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare.casefold())
