-- That a person has read a decision as it will be published: without one nothing is.

CREATE TABLE clearance (
    case_id   TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES case_file (id),
    territory TEXT COLLATE "C" NOT NULL,
    body      TEXT COLLATE "C" NOT NULL,
    revision  BIGINT NOT NULL
);
