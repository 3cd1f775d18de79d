-- Leads that rest on doubts about data have no limit; the worst value in thousandths of the limit, for the map.

DROP INDEX lead_once;
DROP INDEX lead_by_limit;
ALTER TABLE lead ADD COLUMN limit_or_none TEXT REFERENCES emission_limit (id);
UPDATE lead SET limit_or_none = limit_id;
ALTER TABLE lead DROP COLUMN limit_id;
ALTER TABLE lead RENAME COLUMN limit_or_none TO limit_id;
CREATE UNIQUE INDEX lead_once ON lead (limit_id) WHERE continuing = 1;
CREATE INDEX lead_by_limit ON lead (limit_id, id);
ALTER TABLE lead ADD COLUMN worst_permille INTEGER;
