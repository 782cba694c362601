-- API keys; whole milliseconds since 1970 in UTC, and whole days for the last use. A key is random, so that its plain
-- hash gives nothing away. An id is never given twice: the audit log names keys by it.
CREATE TABLE api_key (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32), -- SHA-256 of the key's characters
    role         TEXT    NOT NULL CHECK (role IN ('admin', 'operator', 'issuer', 'viewer')),
    name         TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_on INTEGER,
    expires_at   INTEGER
) STRICT;
