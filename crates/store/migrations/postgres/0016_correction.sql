-- Corrections of enforcement items (更正), and the items that each of them changes.

CREATE TABLE correction (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused', 'undone')),
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX correction_by_state ON correction (state, id);

CREATE TABLE correction_item (
    correction TEXT COLLATE "C" NOT NULL REFERENCES correction (id),
    item       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (item, correction)
);
