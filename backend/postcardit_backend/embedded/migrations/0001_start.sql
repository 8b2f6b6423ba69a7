-- Times are Unix milliseconds. Uniqueness is always by key, in the transaction that needs it.

CREATE TABLE secrets (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE signing_keys (
    key_id TEXT PRIMARY KEY,
    private_pem BLOB NOT NULL,
    created_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE registrations (
    email_key TEXT PRIMARY KEY,
    email TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    username TEXT NOT NULL,
    full_name TEXT,
    password_hash TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE users (
    user_id TEXT PRIMARY KEY,
    username TEXT NOT NULL,
    username_key TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    full_name TEXT,
    name_key TEXT,
    bio TEXT,
    picture_key TEXT,
    findable_by_email INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    postcards_count INTEGER NOT NULL DEFAULT 0,
    friends_count INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX users_by_name ON users (name_key, user_id) WHERE name_key IS NOT NULL;

CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    device_name TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    previous_hash TEXT,
    sealed_successor BLOB,
    grace_until INTEGER NOT NULL DEFAULT 0,
    ended_at INTEGER,
    end_reason TEXT
) WITHOUT ROWID;
CREATE INDEX sessions_by_user ON sessions (user_id);

-- Refresh tokens that were traded for another: presenting one again, late, ends its session.
CREATE TABLE spent_tokens (
    token_hash TEXT PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions
) WITHOUT ROWID;

-- One row per unordered pair, kept after the friendship has gone: a cooldown outlives it.
CREATE TABLE friendships (
    low_id TEXT NOT NULL REFERENCES users,
    high_id TEXT NOT NULL REFERENCES users,
    friendship_id TEXT NOT NULL UNIQUE,
    requester_id TEXT NOT NULL,
    addressee_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'gone')),
    requested_at INTEGER NOT NULL,
    responded_at INTEGER,
    updated_at INTEGER NOT NULL,
    cooling_id TEXT,
    cooling_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (low_id, high_id),
    CHECK (low_id < high_id)
) WITHOUT ROWID;
CREATE INDEX requests_received ON friendships (addressee_id, requested_at, friendship_id) WHERE status = 'pending';
CREATE INDEX requests_made ON friendships (requester_id, requested_at, friendship_id) WHERE status = 'pending';

-- An accepted friendship, once from each end.
CREATE TABLE friends (
    user_id TEXT NOT NULL REFERENCES users,
    friend_id TEXT NOT NULL REFERENCES users,
    friendship_id TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (user_id, friend_id)
) WITHOUT ROWID;
CREATE INDEX friends_by_age ON friends (user_id, since, friendship_id);

CREATE TABLE uploads (
    upload_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    purpose TEXT NOT NULL,
    content_type TEXT NOT NULL,
    byte_size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    status TEXT NOT NULL,
    problem TEXT,
    image_key TEXT,
    thumbnail_key TEXT,
    width INTEGER,
    height INTEGER,
    thumb_hash TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX uploads_by_image ON uploads (user_id, image_key) WHERE image_key IS NOT NULL;

CREATE TABLE postcards (
    postcard_id TEXT PRIMARY KEY,
    sender_id TEXT NOT NULL REFERENCES users,
    recipient_id TEXT NOT NULL REFERENCES users,
    message TEXT NOT NULL,
    font TEXT NOT NULL,
    stamp_id TEXT,
    image_key TEXT,
    thumbnail_key TEXT,
    width INTEGER,
    height INTEGER,
    thumb_hash TEXT,
    latitude REAL,
    longitude REAL,
    address TEXT,
    city TEXT,
    country TEXT,
    sent_at INTEGER NOT NULL,
    delivered_at INTEGER,
    read_at INTEGER,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- What a user sees: a row per side of a card, gone when that side let go of it.
CREATE TABLE boxes (
    user_id TEXT NOT NULL REFERENCES users,
    postcard_id TEXT NOT NULL REFERENCES postcards,
    side TEXT NOT NULL CHECK (side IN ('sent', 'received')),
    archived INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, postcard_id)
) WITHOUT ROWID;
CREATE INDEX boxes_both ON boxes (user_id, archived, postcard_id, side);
CREATE INDEX boxes_one ON boxes (user_id, side, archived, postcard_id);

-- What a request with an Idempotency-Key made, as it was then.
CREATE TABLE idempotency (
    user_id TEXT NOT NULL,
    key TEXT NOT NULL,
    operation TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    record TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) WITHOUT ROWID;

CREATE TABLE mailbox (
    mail_id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    username TEXT,
    username_key TEXT,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    code TEXT,
    sent_at INTEGER NOT NULL
);
CREATE INDEX mailbox_by_email ON mailbox (email_key, mail_id);
CREATE INDEX mailbox_by_username ON mailbox (username_key, mail_id);
