-- Late data: the leads of a limit, and how far what was received has been judged.

CREATE INDEX lead_by_limit ON lead (limit_id, id);

CREATE TABLE judged_through (
    name TEXT NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;
