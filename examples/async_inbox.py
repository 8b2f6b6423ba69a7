"""Read the postcards that wait for you, all at the same time.

POSTCARDIT_PASSWORD=... python async_inbox.py http://127.0.0.1:8080 bob
"""

import asyncio
import os
import sys

from postcardit_sdk import AsyncClient, Box, Postcard, PostCardItError


async def read(client: AsyncClient, card: Postcard) -> str:
    photo = await client.postcards.photo(card)
    await client.postcards.read(card.postcard_id)
    picture = f" (with a photo of {len(photo):,} bytes)" if photo else ""
    return f"{card.sender_name}: {card.message}{picture}"


async def main(url: str, username: str) -> None:
    async with AsyncClient(url) as client:
        await client.auth.login(username, os.environ["POSTCARDIT_PASSWORD"])
        unread = [card async for card in client.postcards.all(Box.RECEIVED, unread=True)]
        for line in await asyncio.gather(*(read(client, card) for card in unread)):
            print(line)


if __name__ == "__main__":
    try:
        asyncio.run(main(*sys.argv[1:]))
    except PostCardItError as error:
        sys.exit(str(error))
