"""A decoder that does harm, one kind for each name: `python bad_decoder.py KIND`. It ends with its input, unless it is
told to hang."""

import json
import os
import signal
import sys
import time

KIND = sys.argv[1]


def say(answer: object) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def harm() -> None:
    if KIND == "exits":
        os._exit(3)
    elif KIND == "dies":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif KIND == "hangs":
        time.sleep(3600)
    elif KIND == "babbles":
        sys.stdout.write("this is no JSON\n")
        sys.stdout.flush()
    elif KIND == "floods":
        sys.stdout.write("x" * 2_000_000)
        sys.stdout.flush()
        os._exit(0)
    elif KIND == "fails":
        say({"failure": "MemoryError\n  pixels.py:1 load"})
    else:
        say({"errno": int(KIND)})


if __name__ == "__main__":
    if KIND == "never begins":
        os._exit(1)
    say({"ready": True})
    for _ in sys.stdin:
        harm()
