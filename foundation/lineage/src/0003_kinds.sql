-- The links of an object are read kind by kind, page by page, and counted by kind, however many words lead to a need.
CREATE INDEX lineage_link_after_kind ON lineage_link (from_id, to_kind, made_at, id) WHERE broken_at IS NULL;
CREATE INDEX lineage_link_before_kind ON lineage_link (to_id, from_kind, made_at, id) WHERE broken_at IS NULL;
