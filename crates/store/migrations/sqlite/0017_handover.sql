-- Cases that went to another body: whoever had them before still reads them.

CREATE TABLE case_reader (
    case_id   TEXT NOT NULL REFERENCES case_file (id),
    territory TEXT NOT NULL,
    PRIMARY KEY (case_id, territory)
) STRICT;
CREATE INDEX case_reader_by_territory ON case_reader (territory, case_id);
