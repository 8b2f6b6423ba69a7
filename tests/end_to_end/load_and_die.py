"""Loads a world in small batches and is killed after one of them: `python load_and_die.py FOLDER WORLD STEPS`."""

import os
import signal
import sys

from postcardit_sdk import Client
from postcardit_sdk.worlds.lab_loading import load_world
from postcardit_sdk.worlds.reading import open_world


def main(folder: str, world: str, steps: str) -> None:
    def die(done: int, _total: int) -> None:
        if done >= int(steps):
            os.kill(os.getpid(), signal.SIGKILL)

    with Client.embedded(folder) as client:
        client.run(load_world(folder, open_world(world), on_step=die, at_once=7))


if __name__ == "__main__":
    main(*sys.argv[1:])
