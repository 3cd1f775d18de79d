-- What becomes of each matter that a town had in hand when a delegation was taken back.

CREATE TABLE disposition (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    delegation TEXT COLLATE "C" NOT NULL,
    lead       TEXT COLLATE "C" NOT NULL REFERENCES lead (id),
    territory  TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT NOT NULL,
    revision   BIGINT NOT NULL,
    UNIQUE (delegation, lead)
);
CREATE INDEX disposition_by_lead ON disposition (lead, id);
