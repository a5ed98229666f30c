-- Where a note or a finding led is on the thread too: the sentence of the corpus that carries it, the evidence made of it.
-- What led there before goes there too; when it did is not kept: after it came, at the earliest.
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT
-- @sqlite
  randomblob(16),
-- @postgres
  gen_random_uuid(),
-- @both
  'note', id, 'preuve', evidence, put_at, 'plateforme (reprise)', '', NULL, '', '' FROM note WHERE evidence IS NOT NULL;
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT
-- @sqlite
  randomblob(16),
-- @postgres
  gen_random_uuid(),
-- @both
  'note', n.id, 'parole', n.verbatim, n.put_at, 'plateforme (reprise)', '', NULL, '', ''
  FROM note n JOIN verbatim v ON v.id = n.verbatim;
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT
-- @sqlite
  randomblob(16),
-- @postgres
  gen_random_uuid(),
-- @both
  'constat', id, 'preuve', evidence, noted_at, 'plateforme (reprise)', '', NULL, '', ''
  FROM finding WHERE evidence IS NOT NULL;
