"""Opening both ends of a move: the data folder, and the stage with this machine's AWS credentials."""

import hashlib
import socket
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

from ..aws.clients import Clients
from ..aws.cognito import Cognito
from ..aws.names import Addresses
from ..aws.stage import Stage
from ..aws.stage_secrets import StageSecrets
from ..aws.tables import Tables
from ..aws.units import Units
from ..aws.wiring import open_stage
from ..settings import Settings
from ..wiring import open_folder
from .ledger import Ledger
from .move import Move, Target
from .passwords import Passwords, Way
from .refusal import MoveRefused

__all__ = ["opened"]

_DATABASE = "postcardit.db"


@contextmanager
def opened(folder: Path, stage: Stage, clients: Clients, way: Way = Way.KEPT) -> Generator[Move]:
    """The move from a folder to a stage. Raises MoveRefused for what is no data folder."""
    if not (folder / _DATABASE).is_file():
        raise MoveRefused(f"{folder} is no data folder of PostCardIt: there is no {_DATABASE} in it.")
    is_used = _is_used(folder / _DATABASE)
    source = open_folder(folder, Settings())
    try:
        tables = Tables(clients.of("dynamodb"), stage.tables)
        pepper = StageSecrets(clients.of("secretsmanager"), stage.secret_id).of("pepper")
        ports = open_stage(stage, clients).ports
        try:
            target = Target(tables, Addresses(pepper), ports, Passwords(way, _pool(stage, clients, tables)))
            yield Move(source, target, Ledger(tables, _place(folder)), is_used=is_used)
        finally:
            ports.decoder.close()
    finally:
        source.ports.decoder.close()
        source.database.close()


def _pool(stage: Stage, clients: Clients, tables: Tables) -> Cognito | None:
    if stage.user_pool_id is None or stage.user_pool_client_id is None:
        return None
    return Cognito(clients.of("cognito-idp"), stage.user_pool_id, stage.user_pool_client_id, Units(tables))


def _is_used(file: Path) -> bool:
    """Whether anybody has the database open, as a server has also while nobody asks it: WAL holds a lock for each, and
    whoever wants the file for themselves is refused."""
    with closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:  # the primary result code
                raise
            return True
    return False


def _place(folder: Path) -> str:
    """Which folder of which machine it is. Only one process at a time moves from there: see `is_used`."""
    found = (folder / _DATABASE).stat()
    return hashlib.sha256(f"{socket.gethostname()} {found.st_dev} {found.st_ino}".encode()).hexdigest()[:16]
