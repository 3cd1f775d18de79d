-- The fines of decided cases with the questions they answered, for comparison and replay. Filled with the decision in
-- one transaction; cases decided before this table existed are filled in at start, from their bodies.

CREATE TABLE fine (
    case_id      TEXT NOT NULL PRIMARY KEY REFERENCES case_file (id),
    number       TEXT NOT NULL,
    territory    TEXT NOT NULL,
    violation    TEXT NOT NULL,
    item         TEXT NOT NULL,
    table_code   TEXT NOT NULL,
    version      TEXT NOT NULL,
    range_id     TEXT NOT NULL,
    act_on       TEXT NOT NULL,
    decided_on   TEXT NOT NULL,
    least_fen    INTEGER NOT NULL,
    most_fen     INTEGER NOT NULL,
    computed_fen INTEGER NOT NULL,
    fine_fen     INTEGER,
    departed     INTEGER NOT NULL,
    annulled     INTEGER NOT NULL,
    body         TEXT NOT NULL
) STRICT;
CREATE INDEX fine_by_violation ON fine (violation, decided_on, case_id);
CREATE INDEX fine_by_territory ON fine (territory, decided_on, case_id);
