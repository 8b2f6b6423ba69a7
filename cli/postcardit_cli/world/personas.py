"""Acting as somebody of a loaded world: their session is begun when it is first needed, and kept apart from yours."""

from typing import TYPE_CHECKING

from ..lab.entrance import require_no_production
from ..servers import data_folder_of
from .ledger import Ledger, Member, member_named

if TYPE_CHECKING:
    from postcardit_sdk.tokens import FileTokens, TokenStore

    from ..profiles import Target

__all__ = ["persona_of"]


def persona_of(target: "Target", name: str) -> "TokenStore | None":
    """The tokens of somebody of a world (NAME, or WORLD:NAME), signed in; None when no world has such a person."""
    found = member_named(target.profile, name)
    if found is None:
        return None
    from postcardit_sdk.tokens import FileTokens

    require_no_production(target)
    ledger, member = found
    path = ledger.session_path(member)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    tokens = FileTokens(path)
    if tokens.load() is None:
        _sign_in(target, ledger, member, tokens)
    return tokens


def _sign_in(target: "Target", ledger: Ledger, member: Member, tokens: "FileTokens") -> None:
    """By the lab where there is one, which needs no password; else as anybody would."""
    from ..context import connect_as

    folder = data_folder_of(target) if ledger.how == "lab" else None
    with connect_as(target, tokens) as client:
        if folder is not None:
            from postcardit_sdk.lab.asking import NoLab
            from postcardit_sdk.lab.worlds import become

            try:
                client.run(become(folder, ledger.world, member.username))
            except (NoLab, OSError):  # the folder is another server's: the password counts there, too
                client.auth.login(member.username, member.password)
        else:
            client.auth.login(member.username, member.password)
