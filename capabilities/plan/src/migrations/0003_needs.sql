-- Which needs a sheet answers is on the thread, and there only. What the thread did not say yet goes there, tied at the
-- latest when the sheet was last changed.
INSERT INTO lineage_link (id, from_kind, from_id, to_kind, to_id, made_at, made_by, why, broken_at, broken_by, broken_why)
  SELECT n.id, 'besoin', n.need, 'action', n.sheet, s.changed_at, 'plateforme (reprise)',
    'Noté sur la fiche avant que le fil ne soit seul à le dire', NULL, '', ''
  FROM sheet_need n JOIN action_sheet s ON s.id = n.sheet
  WHERE NOT EXISTS (SELECT 1 FROM lineage_link l WHERE l.from_id = n.need AND l.to_id = n.sheet AND l.broken_at IS NULL);
DROP TABLE sheet_need;
