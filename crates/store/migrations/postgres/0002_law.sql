-- What a site entered on top of the law that the platform ships: items, lists, benchmarks …

CREATE TABLE law_entry (
    kind       TEXT COLLATE "C" NOT NULL,
    code       TEXT COLLATE "C" NOT NULL,
    updated_at BIGINT NOT NULL,
    body       TEXT COLLATE "C" NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (kind, code)
);
