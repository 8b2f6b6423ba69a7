-- How often someone did something in the window that ends at `ends_at`. Whom a meter counts is a keyed hash.
CREATE TABLE limits (
    meter BLOB PRIMARY KEY,
    used INTEGER NOT NULL,
    ends_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX limits_by_end ON limits (ends_at);
