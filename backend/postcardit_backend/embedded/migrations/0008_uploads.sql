-- Uploads that arrive in parts, that are found by what they hold, and that end.

ALTER TABLE uploads ADD COLUMN image_bytes INTEGER;
ALTER TABLE postcards ADD COLUMN image_bytes INTEGER;

-- A card that lies in no box any more shows no photo.
INSERT INTO condemned_files
    SELECT p.image_key FROM postcards p WHERE p.image_key IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM boxes b WHERE b.postcard_id = p.postcard_id)
    AND NOT EXISTS (SELECT 1 FROM hidden_boxes h WHERE h.postcard_id = p.postcard_id)
    UNION
    SELECT p.thumbnail_key FROM postcards p WHERE p.thumbnail_key IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM boxes b WHERE b.postcard_id = p.postcard_id)
    AND NOT EXISTS (SELECT 1 FROM hidden_boxes h WHERE h.postcard_id = p.postcard_id)
    ON CONFLICT DO NOTHING;
UPDATE postcards SET image_key = NULL, thumbnail_key = NULL, width = NULL, height = NULL, thumb_hash = NULL
    WHERE image_key IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM boxes b WHERE b.postcard_id = postcards.postcard_id)
    AND NOT EXISTS (SELECT 1 FROM hidden_boxes h WHERE h.postcard_id = postcards.postcard_id);

-- Whether a card or a profile of its user shows its photo. An upload that nothing shows is forgotten when it ends.
ALTER TABLE uploads ADD COLUMN is_shown INTEGER NOT NULL DEFAULT 0;
UPDATE uploads SET is_shown = 1 WHERE image_key IS NOT NULL AND (
    EXISTS (SELECT 1 FROM postcards p WHERE p.image_key = uploads.image_key AND p.sender_id = uploads.user_id)
    OR EXISTS (SELECT 1 FROM users u WHERE u.picture_key = uploads.image_key AND u.user_id = uploads.user_id)
);
CREATE INDEX uploads_by_end ON uploads (expires_at) WHERE is_shown = 0;
CREATE INDEX uploads_by_content ON uploads (user_id, purpose, sha256);
CREATE INDEX uploads_processing ON uploads (upload_id) WHERE status = 'processing';
