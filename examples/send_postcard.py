"""Send a postcard with a photo.

POSTCARDIT_PASSWORD=... python send_postcard.py http://127.0.0.1:8080 alice bob "Ciao!" venice.jpg
"""

import os
import sys

from postcardit_sdk import Client, PostCardItError, Progress


def show(progress: Progress) -> None:
    print(f"{progress.done_bytes / progress.total_bytes:4.0%} of the photo sent")


def main(url: str, sender: str, recipient: str, message: str, photo: str) -> None:
    with Client(url) as client:
        client.auth.login(sender, os.environ["POSTCARDIT_PASSWORD"])
        card = client.postcards.send(recipient, message, photo=photo, on_progress=show)
        print(f"Your postcard to {card.recipient_name} is on its way: {card.postcard_id}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except PostCardItError as error:
        sys.exit(str(error))
