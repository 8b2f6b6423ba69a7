-- What is known of an item's photo, and who waits for its outcome: see resources/outbox.py.
-- `begun_upload_id` is the upload that its bytes are on their way by; `upload_id` follows when they are all there.
-- `awaited_by` is the process that is to say what became of the item: 0 when it was interrupted before it could.
ALTER TABLE outbox ADD COLUMN photo_type TEXT NOT NULL DEFAULT 'image/jpeg';
ALTER TABLE outbox ADD COLUMN photo_sizes TEXT; -- before and after, as JSON
ALTER TABLE outbox ADD COLUMN begun_upload_id TEXT;
ALTER TABLE outbox ADD COLUMN fingerprint TEXT; -- of all that the card says and shows
ALTER TABLE outbox ADD COLUMN awaited_by INTEGER;
CREATE INDEX outbox_awaited ON outbox (user_id, fingerprint) WHERE awaited_by IS NOT NULL;
