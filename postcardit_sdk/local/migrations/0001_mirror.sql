-- The mirror of each account. local/mirror.py says what goes in, mirror_rows.py writes it, mirror_lists.py reads it.
-- A generation is one snapshot and what changed since. Readers see `shown`; a snapshot on its way is `staged`.
CREATE TABLE mirrors (
    user_id TEXT PRIMARY KEY,
    shown INTEGER NOT NULL UNIQUE,
    cursor TEXT, -- null: a snapshot is to be taken, or on its way
    seq INTEGER, -- of the last change that is in what is shown: there is one where there is a cursor
    staged INTEGER UNIQUE,
    staged_cursor TEXT,
    staged_seq INTEGER,
    puts INTEGER NOT NULL DEFAULT 0, -- how many postcards came by another way than the feed
    has_gap INTEGER NOT NULL DEFAULT 0, -- changes were missed, and nobody was told so yet
    refreshed_at TEXT
);

CREATE TABLE mirrored_profiles (
    generation INTEGER PRIMARY KEY,
    data TEXT NOT NULL
);

CREATE TABLE mirrored_friendships (
    generation INTEGER NOT NULL,
    friendship_id TEXT NOT NULL,
    status TEXT NOT NULL,
    since TEXT NOT NULL, -- when it came into this status, as lists order it
    updated_at TEXT NOT NULL,
    requester_id TEXT NOT NULL,
    addressee_id TEXT NOT NULL,
    data TEXT NOT NULL,
    PRIMARY KEY (generation, friendship_id)
);
CREATE INDEX mirrored_friendships_by_status ON mirrored_friendships (generation, status, since, friendship_id);
CREATE INDEX mirrored_friendships_by_requester ON mirrored_friendships (generation, requester_id);
CREATE INDEX mirrored_friendships_by_addressee ON mirrored_friendships (generation, addressee_id);

CREATE TABLE mirrored_postcards (
    generation INTEGER NOT NULL,
    postcard_id TEXT NOT NULL,
    sender_id TEXT NOT NULL,
    recipient_id TEXT NOT NULL,
    is_sent INTEGER NOT NULL, -- 0: received
    is_read INTEGER NOT NULL,
    is_archived INTEGER NOT NULL,
    sent_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    idempotency_key TEXT,
    put INTEGER NOT NULL, -- the number of the put that wrote it, 0 when the feed did
    is_told INTEGER NOT NULL, -- whether the feed has told of it
    data TEXT NOT NULL,
    PRIMARY KEY (generation, postcard_id)
);
CREATE INDEX mirrored_postcards_by_time
    ON mirrored_postcards (generation, is_archived, sent_at, postcard_id, is_sent, is_read);
CREATE INDEX mirrored_postcards_by_sender ON mirrored_postcards (generation, sender_id);
CREATE INDEX mirrored_postcards_by_recipient ON mirrored_postcards (generation, recipient_id);
CREATE INDEX mirrored_postcards_by_key ON mirrored_postcards (generation, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
CREATE INDEX mirrored_postcards_put ON mirrored_postcards (generation, put) WHERE put > 0;
