-- When the case of a fine was closed: replays and the dispersion report rest on closed cases. What stands here follows from
-- the cases, so it is filled in anew from them at the next start.

ALTER TABLE fine ADD COLUMN closed_on TEXT;
DELETE FROM fine;
