-- What a site entered on top of the law that the platform ships: items, lists, benchmarks …

CREATE TABLE law_entry (
    kind       TEXT NOT NULL,
    code       TEXT NOT NULL,
    updated_at INTEGER NOT NULL,
    body       TEXT NOT NULL,
    revision   INTEGER NOT NULL,
    PRIMARY KEY (kind, code)
) STRICT;
