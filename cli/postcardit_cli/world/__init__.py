"""postcardit world: test accounts with friendships and postcards, in one command."""

from ..family import family
from .destroying import destroy
from .exporting import export
from .listing import list_worlds
from .loading import load
from .planning import plan
from .schema import schema
from .snapshots import restore, snapshot
from .status import status

app = family("world", "Test accounts with friendships and postcards in one command, and snapshots of everything.")

app.command("list")(list_worlds)
for command in (plan, load, status, export, destroy, snapshot, restore, schema):
    app.command()(command)
