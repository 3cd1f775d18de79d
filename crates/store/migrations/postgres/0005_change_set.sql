-- Change sets: what rests on a law that was repealed or amended, one row each.

CREATE TABLE change_set (
    id         TEXT NOT NULL PRIMARY KEY,
    act        TEXT NOT NULL,
    closed     BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT NOT NULL,
    revision   BIGINT NOT NULL
);

CREATE INDEX change_set_act ON change_set (act);

CREATE TABLE change_row (
    change_set TEXT NOT NULL REFERENCES change_set (id),
    position   BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    state      TEXT NOT NULL,
    territory  TEXT NOT NULL,
    body       TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (change_set, position)
);
