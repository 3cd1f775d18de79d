-- What becomes of each matter that a town had in hand when a delegation was taken back.

CREATE TABLE disposition (
    id         TEXT NOT NULL PRIMARY KEY,
    delegation TEXT NOT NULL,
    lead       TEXT NOT NULL REFERENCES lead (id),
    territory  TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    UNIQUE (delegation, lead)
) STRICT;
CREATE INDEX disposition_by_lead ON disposition (lead, id);
