"""postcardit lab: what only a local backend has, for those who test."""

from ..family import family
from . import clock, weather
from .mailbox import mailbox

app = family("lab", "What only a local backend has: its mail, time that moves, a bad network.")

app.command()(mailbox)
app.add_typer(clock.app)
app.add_typer(weather.app)
