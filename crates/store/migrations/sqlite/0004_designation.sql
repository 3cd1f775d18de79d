-- Whose matter a lead is, where that was in question: transfers, disputes and designations, with the bodies concerned.

CREATE TABLE designation (
    id         TEXT NOT NULL PRIMARY KEY,
    number     TEXT NOT NULL UNIQUE,
    lead       TEXT NOT NULL REFERENCES lead (id),
    territory  TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('requested', 'transferred', 'accepted', 'designated')),
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL
) STRICT;
CREATE INDEX designation_by_lead ON designation (lead, id);
CREATE INDEX designation_by_state ON designation (state, territory, id);

CREATE TABLE designation_agency (
    designation TEXT NOT NULL REFERENCES designation (id),
    agency      TEXT NOT NULL REFERENCES agency (id),
    PRIMARY KEY (designation, agency)
) STRICT;
CREATE INDEX designation_by_agency ON designation_agency (agency, designation);
