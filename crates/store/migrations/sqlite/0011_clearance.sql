-- That a person has read a decision as it will be published: without one nothing is.

CREATE TABLE clearance (
    case_id   TEXT NOT NULL PRIMARY KEY REFERENCES case_file (id),
    territory TEXT NOT NULL,
    body      TEXT NOT NULL,
    revision  INTEGER NOT NULL
) STRICT;
