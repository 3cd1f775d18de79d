-- Files of evidence that are still arriving, piece by piece: what was announced, and how much of it is on disk.

CREATE TABLE upload (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    officer    TEXT COLLATE "C" NOT NULL REFERENCES officer (id),
    inspection TEXT COLLATE "C" NOT NULL REFERENCES inspection (id),
    size       BIGINT NOT NULL,
    received   BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL
);
CREATE INDEX upload_by_officer ON upload (officer, id);
CREATE INDEX upload_by_end ON upload (ends_at);

-- What opens the data of one officer on a phone; given to nobody but the officer who is logged in.
CREATE TABLE field_secret (
    officer TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES officer (id),
    secret  BYTEA NOT NULL
);
