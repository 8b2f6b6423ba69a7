"""What a client can do, one file per noun. Every method describes a flow; see `postcardit_sdk.endpoint`."""

from .auth import Auth
from .friends import Friends
from .postcards import Postcards
from .service import Service
from .stamps import Stamps
from .uploads import Uploads
from .users import Users

__all__ = ["Auth", "Friends", "Postcards", "Service", "Stamps", "Uploads", "Users"]
