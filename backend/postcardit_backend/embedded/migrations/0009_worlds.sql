-- Worlds of test accounts: how far each is loaded, and what it made.

CREATE TABLE worlds (
    world TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    anchor INTEGER NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL
) WITHOUT ROWID;

-- `kind` is user, friendship or postcard. Written in the transaction that makes the thing.
CREATE TABLE world_things (
    world TEXT NOT NULL REFERENCES worlds,
    kind TEXT NOT NULL CHECK (kind IN ('user', 'friendship', 'postcard')),
    id TEXT NOT NULL,
    PRIMARY KEY (world, kind, id)
) WITHOUT ROWID;

-- Photos by what was sent, so that the steps of a world can name them. As long as it is here, a photo is not removed.
CREATE TABLE world_photos (
    world TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    content_type TEXT NOT NULL,
    byte_size INTEGER NOT NULL,
    image_key TEXT NOT NULL,
    thumbnail_key TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    thumb_hash TEXT NOT NULL,
    image_bytes INTEGER,
    PRIMARY KEY (world, sha256)
) WITHOUT ROWID;
CREATE INDEX world_photos_by_image ON world_photos (image_key);
CREATE INDEX world_photos_by_thumbnail ON world_photos (thumbnail_key);
