-- What leads to what, from a resident's words to a result. A link that is broken stays, with who broke it and why.
CREATE TABLE lineage_link (
  id {uuid} PRIMARY KEY,
  from_kind TEXT NOT NULL,
  from_id {uuid} NOT NULL,
  to_kind TEXT NOT NULL,
  to_id {uuid} NOT NULL,
  made_at {int} NOT NULL,
  made_by TEXT NOT NULL,
  why TEXT NOT NULL,
  broken_at {int},
  broken_by TEXT NOT NULL,
  broken_why TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX lineage_link_live ON lineage_link (from_id, to_id) WHERE broken_at IS NULL;
CREATE INDEX lineage_link_after ON lineage_link (from_id, made_at);
CREATE INDEX lineage_link_before ON lineage_link (to_id, made_at);
