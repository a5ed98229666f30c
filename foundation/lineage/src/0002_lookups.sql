-- What a page reads of an object is its live links, in order, or their number: both stand in the index. Millions of words may
-- lead to needs; the links between two kinds are found without going through them.
DROP INDEX lineage_link_after;
DROP INDEX lineage_link_before;
CREATE INDEX lineage_link_after ON lineage_link (from_id, made_at, id) WHERE broken_at IS NULL;
CREATE INDEX lineage_link_before ON lineage_link (to_id, made_at, id) WHERE broken_at IS NULL;
CREATE INDEX lineage_link_between ON lineage_link (from_kind, to_kind, from_id, to_id) WHERE broken_at IS NULL;
CREATE INDEX lineage_link_broken_after ON lineage_link (from_id, broken_at) WHERE broken_at IS NOT NULL;
CREATE INDEX lineage_link_broken_before ON lineage_link (to_id, broken_at) WHERE broken_at IS NOT NULL;
