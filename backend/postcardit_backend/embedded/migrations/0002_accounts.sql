-- Codes for what an account asks for, erasing accounts, and files of one's own data.

-- The code of a user for one purpose; the newest counts. The row of the empty user stands for nobody: writing it
-- takes the time of writing a code where there is none to write.
CREATE TABLE codes (
    user_id TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('reset_password', 'change_email')),
    email TEXT,
    email_key TEXT,
    code_hash TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, purpose)
) WITHOUT ROWID;
CREATE INDEX codes_by_email ON codes (email_key) WHERE email_key IS NOT NULL;
CREATE INDEX codes_by_age ON codes (expires_at);

-- An erased account stays as a tombstone: the cards that it received name it.
ALTER TABLE users ADD COLUMN deleted_at INTEGER;

-- Files that went with an account. One is removed unless a row still names it.
CREATE TABLE condemned_files (
    key TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE TABLE exports (
    export_id TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    expires_at INTEGER NOT NULL,
    is_ready INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX exports_by_user ON exports (user_id);
CREATE INDEX exports_by_age ON exports (expires_at);

-- Mail by the account that it was written to, whatever it was called and wherever it was reached then.
ALTER TABLE mailbox ADD COLUMN user_id TEXT;
CREATE INDEX mailbox_by_user ON mailbox (user_id) WHERE user_id IS NOT NULL;

CREATE INDEX sessions_erased ON sessions (expires_at) WHERE end_reason = 'account_deleted';
CREATE INDEX spent_tokens_by_session ON spent_tokens (session_id);
CREATE INDEX friendships_by_high ON friendships (high_id);
CREATE INDEX uploads_by_user ON uploads (user_id, upload_id);
CREATE INDEX uploads_by_key ON uploads (image_key) WHERE image_key IS NOT NULL;
CREATE INDEX uploads_by_thumbnail ON uploads (thumbnail_key) WHERE thumbnail_key IS NOT NULL;
CREATE INDEX postcards_by_sender ON postcards (sender_id);
CREATE INDEX postcards_by_image ON postcards (image_key) WHERE image_key IS NOT NULL;
CREATE INDEX postcards_by_thumbnail ON postcards (thumbnail_key) WHERE thumbnail_key IS NOT NULL;
CREATE INDEX users_by_picture ON users (picture_key) WHERE picture_key IS NOT NULL;
CREATE INDEX boxes_by_card ON boxes (postcard_id);
