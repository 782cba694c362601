-- The deny list. An IPv4 address is mapped to IPv6 (::ffff:a.b.c.d) and its prefix 96 bits longer, as
-- in the kernel's map, so that one order holds for both families.
CREATE TABLE denied_network (
    address       BLOB    NOT NULL CHECK (length(address) = 16), -- the first one, network order
    prefix_length INTEGER NOT NULL CHECK (prefix_length BETWEEN 0 AND 128),
    created_at    INTEGER NOT NULL, -- milliseconds since 1970 in UTC
    PRIMARY KEY (address, prefix_length)
) STRICT, WITHOUT ROWID;
