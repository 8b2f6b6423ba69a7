"""A process of its own that opens a data folder and sends postcards to bob: FOLDER TOKEN NAME COUNT."""

import sys

from postcardit_sdk import Client
from postcardit_sdk.tokens import MemoryTokens, Tokens


def main(folder: str, token: str, name: str, count: str) -> None:
    with Client.embedded(folder, tokens=MemoryTokens(Tokens(token))) as alice:
        for number in range(int(count)):
            alice.postcards.send("bob", f"{name} {number}")


if __name__ == "__main__":
    main(*sys.argv[1:])
