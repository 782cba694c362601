-- Times are milliseconds since 1970 in UTC. STRICT makes SQLite refuse values of the wrong type.

CREATE TABLE relay_user (
    id                  INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 4294967295),
    destination_address TEXT    NOT NULL, -- literal, uncompressed
    destination_port    INTEGER NOT NULL CHECK (destination_port BETWEEN 1 AND 65535),
    -- The user's own limit: all four or none.
    packets_per_second  INTEGER,
    burst_packets       INTEGER,
    bytes_per_second    INTEGER,
    burst_bytes         INTEGER,
    enabled             INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    label               TEXT,
    max_sessions        INTEGER,
    generation          INTEGER NOT NULL CHECK (generation BETWEEN 0 AND 65535),
    version             INTEGER NOT NULL,
    created_at          INTEGER NOT NULL,
    updated_at          INTEGER NOT NULL,
    CHECK ((packets_per_second IS NULL) = (burst_packets IS NULL)
       AND (packets_per_second IS NULL) = (bytes_per_second IS NULL)
       AND (packets_per_second IS NULL) = (burst_bytes IS NULL))
) STRICT;

-- Every index of SQLite ends with the row's id: both serve "equal to this, ids above that, in order".
CREATE INDEX relay_user_by_destination ON relay_user (destination_address);
CREATE INDEX relay_user_by_label ON relay_user (label) WHERE label IS NOT NULL;

-- Ticket generations of removed users while tickets of theirs may be alive: whoever is registered
-- under the same id again starts with another generation.
CREATE TABLE removed_user (
    id             INTEGER PRIMARY KEY,
    generation     INTEGER NOT NULL,
    remember_until INTEGER NOT NULL
) STRICT;

CREATE INDEX removed_user_by_time ON removed_user (remember_until);

-- One row. The revision numbers every change of any user, so that a version is never used twice,
-- not even by a user that is removed and registered again. The count spares counting 100,000 rows.
CREATE TABLE registry_state (
    only_row   INTEGER PRIMARY KEY CHECK (only_row = 1),
    revision   INTEGER NOT NULL,
    user_count INTEGER NOT NULL
) STRICT;

INSERT INTO registry_state (only_row, revision, user_count) VALUES (1, 0, 0);

CREATE TRIGGER relay_user_added AFTER INSERT ON relay_user
BEGIN
    UPDATE registry_state SET user_count = user_count + 1;
END;

CREATE TRIGGER relay_user_removed AFTER DELETE ON relay_user
BEGIN
    UPDATE registry_state SET user_count = user_count - 1;
END;

CREATE TABLE token_key (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    secret     BLOB    NOT NULL CHECK (length(secret) = 32),
    state      TEXT    NOT NULL CHECK (state IN ('staged', 'active', 'retiring', 'gone')),
    created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX token_key_one_active ON token_key (state) WHERE state = 'active';
