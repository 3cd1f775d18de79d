-- Complaints against a party, kept with the case they belong to: verified ones are counted in the discretion.

CREATE TABLE complaint (
    id          TEXT NOT NULL PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES case_file (id),
    party_code  TEXT NOT NULL,
    number      TEXT NOT NULL,
    received_on TEXT NOT NULL,
    verified    INTEGER NOT NULL,
    body        TEXT NOT NULL,
    revision    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX complaint_number ON complaint (party_code, number);
CREATE INDEX complaint_by_case ON complaint (case_id, id);
