"""Many people keep and give up the same photo while it is swept again and again: who has it has it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from postcardit_backend.aws.condemned import sweep_photos
from postcardit_backend.aws.tables import Tables
from postcardit_backend.aws.units import Units
from postcardit_backend.records import StoredImage, UserRecord
from postcardit_backend.refusal import Refused
from postcardit_sdk.contract.problems import Code
from tests.aws.shelf import Shelf
from tests.aws.stores import dynamo_store
from tests.backend.stores import NOW, upload

IMAGE = StoredImage("a" * 64 + ".jpg", "b" * 64 + ".jpg", 9, 9, "")
KEYS = (IMAGE.key, IMAGE.thumbnail_key)
ROUNDS = 4


def test_who_names_a_photo_has_it_however_often_it_is_swept_meanwhile(tables: Tables) -> None:
    store, shelf, is_over = dynamo_store(tables), Shelf(), threading.Event()
    people = [store.user(name) for name in ("alice", "bob", "carol")]
    missing: list[str] = []

    def live(person: UserRecord) -> None:
        for number in range(ROUNDS):
            upload_id = f"{person.username}-{number}"
            announced = replace(upload(person, upload_id), sha256=upload_id)
            store.uploads.create(announced, store.once(person.user_id, "create_upload", key=upload_id))
            while not named(upload_id):
                pass
            if not {f"photos/{key}" for key in KEYS} <= shelf.objects:
                missing.append(upload_id)
            store.uploads.remove(upload_id, person.user_id)

    def named(upload_id: str) -> bool:
        try:
            store.uploads.condemn(KEYS)
        except Refused as refused:
            assert refused.code is Code.UNAVAILABLE
            return False
        shelf.objects |= {f"photos/{key}" for key in KEYS}
        return store.uploads.settle(upload_id, image=IMAGE, problem=None) is not None

    def sweep() -> None:
        units = Units(tables)
        while not is_over.is_set():
            sweep_photos(units, lambda key: shelf.remove(f"photos/{key}"), NOW)

    with ThreadPoolExecutor(4) as threads:
        sweeping = threads.submit(sweep)
        for life in [threads.submit(live, person) for person in people]:
            life.result()
        is_over.set()
        sweeping.result()
    sweep_photos(Units(tables), lambda key: shelf.remove(f"photos/{key}"), NOW)

    assert (missing, shelf.objects) == ([], set())
