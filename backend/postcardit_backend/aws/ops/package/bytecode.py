"""Bytecode: Lambda's folder cannot be written to, so that without it every cold start would compile all over again."""

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["compile_folder"]

_HOME = "/var/task"


def compile_folder(folder: Path, python: str) -> bool:
    """Compile what is in a folder, if this Python is the one that will run it. The same source gives the same bytes:
    no times, no path of this machine, no random order of sets.
    """
    if python != f"{sys.version_info[0]}.{sys.version_info[1]}":
        return False
    command = [sys.executable, "-m", "compileall", "-q", "-q", "--invalidation-mode", "unchecked-hash"]
    command += ["-s", str(folder), "-p", _HOME, str(folder)]
    environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, env=environment, capture_output=True, check=False)  # what cannot be compiled stays source
    return True
