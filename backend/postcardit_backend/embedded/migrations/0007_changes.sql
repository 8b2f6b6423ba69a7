-- Feeds of changes, blocks, lists by status, time and place, and what a profile counts.

-- One feed for each user: numbers without gaps. `floor` is the last number that is no longer kept.
CREATE TABLE feed_heads (
    user_id TEXT PRIMARY KEY,
    head INTEGER NOT NULL,
    floor INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX feeds_long ON feed_heads (user_id) WHERE head - floor > 100;
CREATE TABLE feed (
    user_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, seq)
) WITHOUT ROWID;
CREATE INDEX feed_by_age ON feed (occurred_at, user_id);

-- A pair may be blocked by one of them: the requester.
CREATE TABLE friendships_new (
    low_id TEXT NOT NULL REFERENCES users,
    high_id TEXT NOT NULL REFERENCES users,
    friendship_id TEXT NOT NULL UNIQUE,
    requester_id TEXT NOT NULL,
    addressee_id TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'blocked', 'gone')),
    requested_at INTEGER NOT NULL,
    responded_at INTEGER,
    updated_at INTEGER NOT NULL,
    cooling_id TEXT,
    cooling_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (low_id, high_id),
    CHECK (low_id < high_id)
) WITHOUT ROWID;
INSERT INTO friendships_new SELECT * FROM friendships;
DROP TABLE friendships;
ALTER TABLE friendships_new RENAME TO friendships;
CREATE INDEX requests_received ON friendships (addressee_id, requested_at, friendship_id) WHERE status = 'pending';
CREATE INDEX requests_made ON friendships (requester_id, requested_at, friendship_id) WHERE status = 'pending';
CREATE INDEX blocks_made ON friendships (requester_id, requested_at, friendship_id) WHERE status = 'blocked';
CREATE INDEX friendships_by_high ON friendships (high_id);

-- The key that a card was sent with: its sender knows it by that, whenever it was sent.
ALTER TABLE postcards ADD COLUMN send_key TEXT;
UPDATE postcards SET send_key = i.key FROM idempotency i
    WHERE i.operation = 'send_postcard' AND i.user_id = postcards.sender_id
    AND json_extract(i.record, '$.postcard_id') = postcards.postcard_id;
UPDATE idempotency SET record = json_set(record, '$.send_key', key) WHERE operation = 'send_postcard';

-- What a user sees; what lists choose by stands in the row itself. `cell` is the place's square of the map.
CREATE TABLE boxes_new (
    user_id TEXT NOT NULL REFERENCES users,
    postcard_id TEXT NOT NULL REFERENCES postcards,
    side TEXT NOT NULL CHECK (side IN ('sent', 'received')),
    archived INTEGER NOT NULL DEFAULT 0,
    other_id TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'delivered', 'read')),
    cell INTEGER,
    PRIMARY KEY (user_id, postcard_id)
) WITHOUT ROWID;
INSERT INTO boxes_new SELECT b.user_id, b.postcard_id, b.side, b.archived,
    iif(b.side = 'sent', p.recipient_id, p.sender_id),
    iif(p.read_at IS NOT NULL, 'read', iif(p.delivered_at IS NOT NULL, 'delivered', 'sent')),
    cell(p.latitude, p.longitude)
    FROM boxes b JOIN postcards p USING (postcard_id);
DROP TABLE boxes;
ALTER TABLE boxes_new RENAME TO boxes;
CREATE INDEX boxes_by_card ON boxes (postcard_id);
CREATE INDEX boxes_by_other ON boxes (user_id, other_id);
CREATE INDEX boxes_both ON boxes (user_id, archived, postcard_id);
CREATE INDEX boxes_one ON boxes (user_id, side, archived, postcard_id);
CREATE INDEX boxes_status ON boxes (user_id, side, archived, status, postcard_id);
CREATE INDEX boxes_place ON boxes (user_id, archived, cell, postcard_id, side, status) WHERE cell IS NOT NULL;

-- Rows of boxes whose user is blocked by the other person: out of sight until the block is lifted.
CREATE TABLE hidden_boxes (
    user_id TEXT NOT NULL REFERENCES users,
    postcard_id TEXT NOT NULL REFERENCES postcards,
    side TEXT NOT NULL,
    archived INTEGER NOT NULL,
    other_id TEXT NOT NULL,
    status TEXT NOT NULL,
    cell INTEGER,
    PRIMARY KEY (user_id, postcard_id)
) WITHOUT ROWID;
CREATE INDEX hidden_boxes_by_card ON hidden_boxes (postcard_id);
CREATE INDEX hidden_boxes_by_other ON hidden_boxes (user_id, other_id);

-- How many cards a user sees: kind `sent`, `received` or `unread` (name empty), and how many of the sent ones name a
-- `country` or a `city`: folded, a city as the lines country and city. A row whose n is 0 is removed.
CREATE TABLE tallies (
    user_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('sent', 'received', 'unread', 'country', 'city')),
    name TEXT NOT NULL DEFAULT '',
    n INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, name)
) WITHOUT ROWID;
INSERT INTO tallies SELECT user_id, side, '', count(*) FROM boxes GROUP BY user_id, side;
INSERT INTO tallies SELECT user_id, 'unread', '', count(*) FROM boxes
    WHERE side = 'received' AND NOT archived AND status <> 'read' GROUP BY user_id;
WITH named AS (
    SELECT b.user_id, trim(fold(coalesce(p.country, ''))) AS country, trim(fold(coalesce(p.city, ''))) AS city
    FROM boxes b JOIN postcards p USING (postcard_id) WHERE b.side = 'sent'
)
INSERT INTO tallies
    SELECT user_id, 'country', country, count(*) FROM named WHERE country <> '' GROUP BY user_id, country
    UNION ALL
    SELECT user_id, 'city', country || char(10) || city, count(*) FROM named WHERE city <> ''
    GROUP BY user_id, country, city;

-- A device that is told of news; its push token belongs to its last registrant alone.
CREATE TABLE devices (
    push_token TEXT PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users,
    platform TEXT NOT NULL,
    registered_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX devices_by_user ON devices (user_id);

-- News that would have been pushed, for a person to look at.
CREATE TABLE pushes (
    push_id INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    type TEXT NOT NULL,
    id TEXT NOT NULL,
    devices INTEGER NOT NULL,
    sent_at INTEGER NOT NULL
);
CREATE INDEX pushes_by_user ON pushes (user_id, push_id);
CREATE INDEX pushes_by_age ON pushes (sent_at);
