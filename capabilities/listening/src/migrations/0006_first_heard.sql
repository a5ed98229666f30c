-- When each need was first proved is read for all of them at once: it stands in the index.
CREATE INDEX evidence_first ON evidence (need, recorded_at) WHERE withdrawn_at IS NULL;
