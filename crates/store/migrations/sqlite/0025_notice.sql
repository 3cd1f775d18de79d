-- A notice that was withdrawn may be followed by one that is better redacted: several of a case, of which one stands.

CREATE TABLE notice_of (
    id           TEXT NOT NULL PRIMARY KEY,
    case_id      TEXT NOT NULL REFERENCES case_file (id),
    territory    TEXT NOT NULL,
    party_name   TEXT NOT NULL,
    number       TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('published', 'withdrawn')),
    published_at INTEGER NOT NULL,
    line         INTEGER NOT NULL,
    body         TEXT NOT NULL,
    revision     INTEGER NOT NULL
) STRICT;
INSERT INTO notice_of SELECT id, case_id, territory, party_name, number, state, published_at, line, body, revision FROM notice;
DROP TABLE notice;
ALTER TABLE notice_of RENAME TO notice;
CREATE INDEX notice_listed ON notice (id, state, territory, party_name, number);
CREATE INDEX notice_by_case ON notice (case_id, line);
CREATE UNIQUE INDEX notice_standing ON notice (case_id) WHERE state = 'published';
