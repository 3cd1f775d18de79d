-- The fines of decided cases with the questions they answered, for comparison and replay. Filled with the decision in
-- one transaction; cases decided before this table existed are filled in at start, from their bodies.

CREATE TABLE fine (
    case_id      TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES case_file (id),
    number       TEXT COLLATE "C" NOT NULL,
    territory    TEXT COLLATE "C" NOT NULL,
    violation    TEXT COLLATE "C" NOT NULL,
    item         TEXT COLLATE "C" NOT NULL,
    table_code   TEXT COLLATE "C" NOT NULL,
    version      TEXT COLLATE "C" NOT NULL,
    range_id     TEXT COLLATE "C" NOT NULL,
    act_on       TEXT COLLATE "C" NOT NULL,
    decided_on   TEXT COLLATE "C" NOT NULL,
    least_fen    BIGINT NOT NULL,
    most_fen     BIGINT NOT NULL,
    computed_fen BIGINT NOT NULL,
    fine_fen     BIGINT,
    departed     BIGINT NOT NULL,
    annulled     BIGINT NOT NULL,
    body         TEXT COLLATE "C" NOT NULL
);
CREATE INDEX fine_by_violation ON fine (violation, decided_on, case_id);
CREATE INDEX fine_by_territory ON fine (territory, decided_on, case_id);
