-- How many times a channel, a gathering or a figure was corrected. Nothing counts as 1, never corrected: rows of the version
-- before keep the fingerprint their act left, and that version may still put rows in.
ALTER TABLE channel ADD COLUMN revision {int};
ALTER TABLE gathering ADD COLUMN revision {int};
ALTER TABLE consultation_figure ADD COLUMN revision {int};
