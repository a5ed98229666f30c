-- Which evidence was made of a sentence is on the thread too; what was made before goes there. When it was made is not kept:
-- after the review, at the earliest.
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT
-- @sqlite
  randomblob(16),
-- @postgres
  gen_random_uuid(),
-- @both
  'parole', id, 'preuve', evidence, COALESCE(reviewed_at, recorded_at), 'plateforme (reprise)', '', NULL, '', ''
  FROM verbatim WHERE evidence IS NOT NULL;
