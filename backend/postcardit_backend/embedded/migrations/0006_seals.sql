-- A sealed successor is erased when its time of grace is over; this is how it is found.

CREATE INDEX sessions_sealed ON sessions (grace_until) WHERE sealed_successor IS NOT NULL;
