-- Cases that went to another body: whoever had them before still reads them.

CREATE TABLE case_reader (
    case_id   TEXT COLLATE "C" NOT NULL REFERENCES case_file (id),
    territory TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (case_id, territory)
);
CREATE INDEX case_reader_by_territory ON case_reader (territory, case_id);
