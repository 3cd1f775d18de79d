-- Files that belong to a step of a matter (附件); the bytes lie among the blobs.

CREATE TABLE enclosure (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    holder     TEXT COLLATE "C" NOT NULL,
    sender     TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX enclosure_waiting ON enclosure (sender, holder);
