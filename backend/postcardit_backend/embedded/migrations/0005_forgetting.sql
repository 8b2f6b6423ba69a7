-- What is forgotten after a day is found by its age; a sent postcard's key is kept as long as the postcard.

CREATE INDEX idempotency_by_age ON idempotency (created_at) WHERE operation <> 'send_postcard';
