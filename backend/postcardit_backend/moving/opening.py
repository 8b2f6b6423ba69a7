"""Opening both ends of a move: the data folder, and the stage with this machine's AWS credentials."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ..aws.clients import Clients
from ..aws.names import Addresses
from ..aws.stage import Stage
from ..aws.stage_secrets import StageSecrets
from ..aws.tables import Tables
from ..aws.wiring import open_stage
from ..settings import Settings
from ..wiring import open_folder
from .move import Move, MoveRefused

__all__ = ["opened"]


@contextmanager
def opened(folder: Path, stage: Stage, clients: Clients) -> Generator[Move]:
    """The move from a folder to a stage whose accounts are its own. Raises MoveRefused for what is no data folder."""
    if not (folder / "postcardit.db").is_file():
        raise MoveRefused(f"{folder} is no data folder of PostCardIt: there is no postcardit.db in it.")
    source = open_folder(folder, Settings())
    try:
        tables = Tables(clients.of("dynamodb"), stage.tables)
        pepper = StageSecrets(clients.of("secretsmanager"), stage.secret_id).of("pepper")
        target = open_stage(stage, clients).ports
        try:
            yield Move(source, tables, Addresses(pepper), target)
        finally:
            target.decoder.close()
    finally:
        source.ports.decoder.close()
        source.database.close()
