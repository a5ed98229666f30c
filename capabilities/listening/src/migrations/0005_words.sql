-- Which need a piece of evidence proves is on the thread too; what was recorded before goes there.
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT
-- @sqlite
  randomblob(16),
-- @postgres
  gen_random_uuid(),
-- @both
  'preuve', id, 'besoin', need, recorded_at, 'plateforme (reprise)', '', NULL, '', '' FROM evidence
  WHERE withdrawn_at IS NULL;
