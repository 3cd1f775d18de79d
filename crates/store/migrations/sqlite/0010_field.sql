-- Files of evidence that are still arriving, piece by piece: what was announced, and how much of it is on disk.

CREATE TABLE upload (
    id         TEXT NOT NULL PRIMARY KEY,
    officer    TEXT NOT NULL REFERENCES officer (id),
    inspection TEXT NOT NULL REFERENCES inspection (id),
    size       INTEGER NOT NULL,
    received   INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT;
CREATE INDEX upload_by_officer ON upload (officer, id);
CREATE INDEX upload_by_end ON upload (ends_at);

-- What opens the data of one officer on a phone; given to nobody but the officer who is logged in.
CREATE TABLE field_secret (
    officer TEXT NOT NULL PRIMARY KEY REFERENCES officer (id),
    secret  BLOB NOT NULL
) STRICT;
