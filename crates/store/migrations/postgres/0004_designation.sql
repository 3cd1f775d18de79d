-- Whose matter a lead is, where that was in question: transfers, disputes and designations, with the bodies concerned.

CREATE TABLE designation (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    number     TEXT COLLATE "C" NOT NULL UNIQUE,
    lead       TEXT COLLATE "C" NOT NULL REFERENCES lead (id),
    territory  TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('requested', 'transferred', 'accepted', 'designated')),
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL
);
CREATE INDEX designation_by_lead ON designation (lead, id);
CREATE INDEX designation_by_state ON designation (state, territory, id);

CREATE TABLE designation_agency (
    designation TEXT COLLATE "C" NOT NULL REFERENCES designation (id),
    agency      TEXT COLLATE "C" NOT NULL REFERENCES agency (id),
    PRIMARY KEY (designation, agency)
);
CREATE INDEX designation_by_agency ON designation_agency (agency, designation);
