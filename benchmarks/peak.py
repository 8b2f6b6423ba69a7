"""How much memory a process has had."""

import resource
from pathlib import Path

__all__ = ["peak_mib"]


def peak_mib() -> float:
    """The most mebibytes that this process has had; the number that children inherit from parents is not it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
