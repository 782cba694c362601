-- Token keys are encrypted by AES-256-GCM: secret has the ciphertext, which is as long as the key was, seal has the
-- nonce and the tag, sealed_by names the key that they are encrypted under. A row without the two is from before, and
-- is encrypted by the next start.
ALTER TABLE token_key ADD COLUMN seal BLOB CHECK (length(seal) = 28);
ALTER TABLE token_key ADD COLUMN sealed_by TEXT;
