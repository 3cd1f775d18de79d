-- Leads that rest on doubts about data have no limit; the worst value in thousandths of the limit, for the map.

ALTER TABLE lead ALTER COLUMN limit_id DROP NOT NULL;
ALTER TABLE lead ADD COLUMN worst_permille BIGINT;
