"""postcardit lab: what only a local backend has, for those who test."""

from ..family import family
from . import clock
from .mailbox import mailbox

app = family("lab", "What only a local backend has: its mail, and time that moves.")

app.command()(mailbox)
app.add_typer(clock.app)
