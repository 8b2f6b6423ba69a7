"""Loads a world in small batches and is killed after one of them: `python load_and_die.py FOLDER WORLD STEPS`."""

import os
import signal
import sys

from postcardit_sdk import Client
from postcardit_sdk.worlds import lab_loading
from postcardit_sdk.worlds.reading import open_world


def main(folder: str, world: str, steps: str) -> None:
    lab_loading.STEPS_MAX = 7

    def die(done: int, _total: int) -> None:
        if done >= int(steps):
            os.kill(os.getpid(), signal.SIGKILL)

    with Client.embedded(folder) as client:
        client.run(lab_loading.load_world(folder, open_world(world), on_step=die))


if __name__ == "__main__":
    main(*sys.argv[1:])
