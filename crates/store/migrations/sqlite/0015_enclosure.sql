-- Files that belong to a step of a matter (附件); the bytes lie among the blobs.

CREATE TABLE enclosure (
    id         TEXT NOT NULL PRIMARY KEY,
    holder     TEXT NOT NULL,
    sender     TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX enclosure_waiting ON enclosure (sender, holder);
