"""Counts of what people did lately, on DynamoDB: an item per subject and policy, gone soon after its window."""

import hashlib
from collections.abc import Sequence
from contextlib import AbstractContextManager

from ..limits import require_granted
from ..ports.limits import Charge, Meter, Standing, Verdict
from .ahead import expect
from .fields import number
from .items import Item
from .schema import TTL
from .tables import Key
from .units import Unit, Units

__all__ = ["DynamoLimits"]


class DynamoLimits:
    """Counts that every process on the same tables shares. Whom they count is kept as a keyed hash alone."""

    def __init__(self, units: Units, key: bytes) -> None:
        self._units, self._key = units, key

    def count(self, meters: Sequence[Meter], now: int) -> Verdict:
        """Count one more on each meter, or on none when one of them is full."""
        return self._units.run(lambda unit: self._count(unit, meters, now))

    def with_write(self, charge: Charge) -> AbstractContextManager[None]:
        """The same, before what this thread's next verb writes and in its commit."""

        def step(unit: Unit) -> None:
            charge.verdict = self._count(unit, charge.meters, charge.now)
            require_granted(charge.verdict, charge.now)

        expect(map(self._key_of, charge.meters))
        return self._units.preceded(step)

    def _count(self, unit: Unit, meters: Sequence[Meter], now: int) -> Verdict:
        keys = [self._key_of(meter) for meter in meters]
        unit.load(*keys)
        known = [_standing(meter, unit.get(key), now) for meter, key in zip(meters, keys, strict=True)]
        if any(one.left == 0 for one in known):
            return Verdict(False, tuple(known))
        counted = tuple(Standing(one.meter, one.left - 1, one.ends_at) for one in known)
        for key, one in zip(keys, counted, strict=True):
            used = one.meter.count - one.left
            unit.put(key, {"used": used, "ends_at": one.ends_at, TTL: one.ends_at // 1000})
        return Verdict(True, counted)

    def _key_of(self, meter: Meter) -> Key:
        subject = f"{meter.policy}\0{meter.seconds}\0{meter.subject}".encode()
        return Key("brief", f"RL#{hashlib.blake2b(subject, key=self._key, digest_size=16).hexdigest()}", "#")


def _standing(meter: Meter, item: Item | None, now: int) -> Standing:
    if number(item, "ends_at") <= now:
        return Standing(meter, meter.count, now + meter.seconds * 1000)
    return Standing(meter, max(0, meter.count - number(item, "used")), number(item, "ends_at"))
