-- Corrections of enforcement items (更正), and the items that each of them changes.

CREATE TABLE correction (
    id         TEXT NOT NULL PRIMARY KEY,
    state      TEXT NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused', 'undone')),
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX correction_by_state ON correction (state, id);

CREATE TABLE correction_item (
    correction TEXT NOT NULL REFERENCES correction (id),
    item       TEXT NOT NULL,
    PRIMARY KEY (item, correction)
) STRICT;
