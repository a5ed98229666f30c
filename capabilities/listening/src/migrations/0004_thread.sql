-- Which needs a proposal answers is on the thread; what was tied before goes there, tied at the latest today.
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT id, 'besoin', need, 'piste', proposal,
-- @sqlite
  CAST(strftime('%s', 'now') AS INTEGER) * 1000,
-- @postgres
  CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) * 1000,
-- @both
  'plateforme (reprise)', 'Relié avant que le fil n’existe', NULL, '', '' FROM proposal_need;
DROP TABLE proposal_need;
-- Crossings typed by hand, read by nothing since they are counted.
DROP TABLE theme_answer;
