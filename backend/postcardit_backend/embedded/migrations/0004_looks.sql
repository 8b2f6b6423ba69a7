-- Names that look alike are one: `look`, `fold` and `email_key` are those of folding.py. Where two that are one were
-- there before, the second keeps its account and has no key.
ALTER TABLE users ADD COLUMN look_key TEXT;
CREATE UNIQUE INDEX users_by_look ON users (look_key) WHERE look_key IS NOT NULL;
UPDATE OR IGNORE users SET look_key = look(username) WHERE deleted_at IS NULL;
UPDATE OR IGNORE users SET username_key = fold(username) WHERE deleted_at IS NULL;
UPDATE OR IGNORE users SET email_key = email_key(email) WHERE deleted_at IS NULL;

ALTER TABLE registrations ADD COLUMN look_key TEXT;
CREATE UNIQUE INDEX registrations_by_look ON registrations (look_key) WHERE look_key IS NOT NULL;
UPDATE OR IGNORE registrations SET look_key = look(username);
UPDATE OR IGNORE registrations SET email_key = email_key(email);

UPDATE mailbox SET email_key = email_key(email);
