-- The outbox of each account: see resources/outbox.py. Times are Unix milliseconds.
-- `position` is the order of queueing. `body` is the request's JSON without its photo's upload.
-- `may_have_arrived` is set before a request leaves, and taken back only when it is sure that nothing was kept of it.
CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    item_id TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL,
    username TEXT,
    kind TEXT NOT NULL,
    conversation TEXT NOT NULL,
    body TEXT NOT NULL,
    photo_bytes INTEGER,
    upload_id TEXT,
    upload_key TEXT,
    state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'failed', 'done')),
    reason_code TEXT,
    reason_sentence TEXT,
    reason_request_id TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    may_have_arrived INTEGER NOT NULL DEFAULT 0,
    result_id TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX outbox_waiting ON outbox (user_id, conversation, position) WHERE state <> 'done';
CREATE INDEX outbox_done ON outbox (user_id, updated_at) WHERE state = 'done';
CREATE TABLE outbox_photos (
    item_id TEXT PRIMARY KEY REFERENCES outbox (item_id) ON DELETE CASCADE,
    data BLOB NOT NULL
) STRICT;
