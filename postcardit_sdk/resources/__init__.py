"""What a client can do, one file per noun. Every method describes a flow; see `postcardit_sdk.endpoint`."""

from .auth import Auth
from .events import Events
from .friends import Friends
from .outbox import Outbox
from .postcards import Postcards
from .service import Service
from .stamps import Stamps
from .sync import Mirror
from .uploads import Uploads
from .users import Users

__all__ = [
    "Auth",
    "Events",
    "Friends",
    "Mirror",
    "Outbox",
    "Postcards",
    "Service",
    "Stamps",
    "Uploads",
    "Users",
]
