-- The life of a token key; milliseconds.
ALTER TABLE token_key ADD COLUMN activated_at INTEGER;
ALTER TABLE token_key ADD COLUMN retiring_since INTEGER;
-- The longest lifetime that a ticket under the key may have had: no longer need the key be kept once it retires.
ALTER TABLE token_key ADD COLUMN longest_ticket INTEGER NOT NULL DEFAULT 0;

UPDATE token_key SET activated_at = created_at, longest_ticket = 604800000 WHERE state = 'active';
