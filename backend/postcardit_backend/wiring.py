"""From settings to ports: the one file that knows every adapter."""

import os
from dataclasses import dataclass
from pathlib import Path

from .cursors import Cursors
from .decoding.decoder import ProcessDecoder
from .embedded.arrivals import FileArrivals
from .embedded.auth import SqliteRegistrations
from .embedded.blobs import FileBlobs
from .embedded.clock import FolderClock
from .embedded.database import Database
from .embedded.emails import SqliteEmails
from .embedded.erasure import SqliteErasure
from .embedded.exports import FileExports
from .embedded.feed import SqliteFeed
from .embedded.friends import SqliteFriendships
from .embedded.keys import SqliteKeys
from .embedded.limits import SqliteLimits
from .embedded.links import Links
from .embedded.mail import SqliteMail
from .embedded.once import SqliteIdempotency
from .embedded.passwords import SqlitePasswords
from .embedded.postcards import SqlitePostcards
from .embedded.push import SqliteDevices, SqlitePush
from .embedded.secrets import secret
from .embedded.sessions import SqliteSessions
from .embedded.setting_file import Changes
from .embedded.snapshots import FolderSnapshots
from .embedded.uploads import SqliteUploads
from .embedded.users import SqliteUsers
from .embedded.worlds import SqliteWorlds
from .identity import LocalIdentity
from .keys import SigningKeys
from .ports import Ports, Served
from .ports.worlds import Snapshots, Worlds
from .settings import Settings

__all__ = ["LAB_KEY_FILE", "Embedded", "open_folder"]

LAB_KEY_FILE = "lab.key"


@dataclass(frozen=True, slots=True)
class Embedded:
    """An opened data folder."""

    ports: Ports
    served: Served
    database: Database
    clock: FolderClock
    changes: Changes
    mailbox: SqliteMail
    pushes: SqlitePush
    worlds: Worlds
    snapshots: Snapshots
    lab_key: str
    folder: Path


def open_folder(folder: Path, settings: Settings) -> Embedded:
    """Open a data folder, making it if need be. Only its owner can look inside."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = Database(_private(folder / "postcardit.db"))
    changes = Changes(folder / "lab.changes")
    mail, push, clock = SqliteMail(database), SqlitePush(database), FolderClock(folder / "clock.json", changes)
    blobs = FileBlobs(folder / "blobs", secret(database, "links"), settings)
    exports = FileExports(database, folder / "exports", Links(secret(database, "links")))
    arrivals = FileArrivals(database, folder / "arrivals")
    ports = Ports(
        settings=settings,
        clock=clock,
        registrations=SqliteRegistrations(database),
        users=SqliteUsers(database),
        passwords=SqlitePasswords(database),
        emails=SqliteEmails(database),
        sessions=SqliteSessions(database),
        friendships=SqliteFriendships(database),
        postcards=SqlitePostcards(database),
        uploads=SqliteUploads(database, blobs),
        arrivals=arrivals,
        idempotency=SqliteIdempotency(database),
        blobs=blobs,
        decoder=ProcessDecoder(settings.decode_seconds, settings.decoder_idle_seconds),
        identity=LocalIdentity(SigningKeys(SqliteKeys(database), settings), settings, secret(database, "codes")),
        mail=mail,
        erasure=SqliteErasure(database, blobs, exports, arrivals),
        exports=exports,
        cursors=Cursors(secret(database, "cursors")),
        limits=SqliteLimits(database, secret(database, "limits")),
        feed=SqliteFeed(database),
        devices=SqliteDevices(database),
        push=push,
    )
    lab_key = _lab_key(folder / LAB_KEY_FILE, secret(database, "lab").hex())
    worlds, snapshots = SqliteWorlds(database, settings, blobs), FolderSnapshots(database, folder)
    served = Served(blobs, arrivals, exports)
    return Embedded(ports, served, database, clock, changes, mail, push, worlds, snapshots, lab_key, folder)


def _private(path: Path) -> Path:
    """Make sure that the file is there with mode 0600 before anything is written into it."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    return path


def _lab_key(path: Path, key: str) -> str:
    """Write the laboratory's key where only the folder's owner can read it."""
    if not path.exists():
        beside = path.with_name(f"{path.name}.{os.urandom(8).hex()}.new")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "w") as file:
            file.write(key)
        beside.replace(path)
    return key
