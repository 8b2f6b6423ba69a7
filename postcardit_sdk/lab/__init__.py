"""What only a backend on this machine has: accounts made in one call, a mailbox, a clock, a
bad network. For tests and trying out.

    client.run(sign_up(folder, "alice"))  # with an AsyncClient: await client.run(...)
    client.run(advance_clock(folder, days=3))

`folder` is the data folder of the embedded backend or of the server.
"""

from .accounts import sign_up
from .clock import advance_clock, freeze_clock, read_clock, reset_clock, set_clock
from .mailbox import await_code, await_message, mailed_code, read_mailbox
from .weather import clear_weather, read_weather, set_weather

__all__ = [
    "advance_clock",
    "await_code",
    "await_message",
    "clear_weather",
    "freeze_clock",
    "mailed_code",
    "read_clock",
    "read_mailbox",
    "read_weather",
    "reset_clock",
    "set_clock",
    "set_weather",
    "sign_up",
]
