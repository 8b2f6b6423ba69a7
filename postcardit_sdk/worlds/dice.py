"""What a seed decides: numbers and ids that are the same for the same words."""

import hashlib
import random

__all__ = ["dice", "seeded_id"]


def dice(*words: object) -> random.Random:
    """A source of numbers of its own for each thing, so that a new line in a file changes nothing but itself."""
    return random.Random("\n".join(map(str, words)))


def seeded_id(at: int, *words: object) -> str:
    """A UUID of version 7 (RFC 9562 section 5.7): Unix milliseconds, then 74 bits of what these words hash to."""
    noise = int.from_bytes(hashlib.sha256("\n".join(map(str, words)).encode()).digest()[:10], "big") >> 6
    number = (at & (1 << 48) - 1) << 80 | 7 << 76 | noise >> 62 << 64 | 0b10 << 62 | noise & (1 << 62) - 1
    digits = f"{number:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
