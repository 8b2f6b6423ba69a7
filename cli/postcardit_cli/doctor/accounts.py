"""The accounts of this machine: their tokens, the keyring, and what waits in the outbox."""

from ..accounts import Accounts
from ..auth.check import check, stored_of
from ..context import environment_token
from ..folders import local_store_file
from ..token_stores import chosen_store
from .findings import Finding, failed, fine, skipped
from .patient import Patient

__all__ = ["check_keyring", "check_outbox", "check_token"]


def check_token(patient: Patient) -> list[Finding]:
    """Whether each stored account still works."""
    found = stored_of(patient.target.profile, environment_token())
    if not found:
        return [skipped("token", f"Nobody is signed in for profile {patient.target.profile}.")]
    if not patient.has_answered:
        return [skipped("token", "The server did not answer.")]
    usable = [item for item in found if item.account is None or item.account.problem is None]
    findings: list[Finding] = []
    for item in check(patient.target, usable):
        name = item.username or ("somebody" if item.account is not None else "the token of POSTCARDIT_TOKEN")
        if item.failure is None:
            findings.append(fine("token", f"{name} is signed in."))
        else:
            fix = item.failure.hint or f"postcardit auth login {item.username or 'NAME'}"
            fix = "unset POSTCARDIT_TOKEN, or set it to a new token" if item.account is None else fix
            findings.append(failed("token", f"{name}: {item.failure.message}", fix))
    return findings or [skipped("token", "No stored account can be read.")]


def check_keyring(patient: Patient) -> Finding:
    """Whether the keyring can be used, where it is to be."""
    stored = Accounts(patient.target.profile).stored()
    if chosen_store().kind != "keyring" and not any(account.keyring_entry for account in stored):
        return skipped("keyring", "Tokens are kept in files.")
    from postcardit_sdk.errors import KeyringFailed
    from postcardit_sdk.tokens.keyring import try_keyring

    try:
        try_keyring()
    except KeyringFailed as error:
        return failed("keyring", str(error), "unlock it; or postcardit config set token_store file, then sign in again")
    return fine("keyring", "The keyring keeps tokens.")


def check_outbox(patient: Patient) -> Finding:
    """Whether something waits for a person."""
    path = local_store_file(patient.target.profile)
    if not path.exists():
        return skipped("outbox", "Nothing was ever queued here.")
    from postcardit_sdk.errors import LocalStoreFailed
    from postcardit_sdk.local import LocalStore
    from postcardit_sdk.local.outbox_items import State

    store = LocalStore(path)
    try:
        states = store.read(lambda connection: [row[0] for row in connection.execute("SELECT state FROM outbox")])
    except LocalStoreFailed as error:
        return failed("outbox", str(error), f"move {path} away; what waited in it is lost")
    finally:
        store.close()
    broken, waiting = states.count(State.FAILED.value), states.count(State.QUEUED.value)
    if broken:
        return failed(
            "outbox",
            f"{broken} item{'s' * (broken > 1)} could not be sent.",
            "postcardit outbox list tells why; then postcardit outbox retry, edit or drop ID",
        )
    return fine("outbox", f"{waiting} wait{'s' * (waiting == 1)} to be sent." if waiting else "Nothing waits.")
