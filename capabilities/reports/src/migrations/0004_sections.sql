-- Each part of a contract's document has text of its own, section by section. A section is a draft until somebody says that it
-- is ready: drafts stay out of what everybody reads.
CREATE TABLE contract_section (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  chapter TEXT NOT NULL CHECK (chapter IN ('diagnostic', 'orientations', 'projets', 'signataires')),
  position {int} NOT NULL,
  title TEXT NOT NULL,
  body TEXT NOT NULL,
  is_ready {bool} NOT NULL,
  saved_at {int} NOT NULL,
  saved_by TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE INDEX contract_section_of ON contract_section (contract, chapter, position);

-- When a part was last written, and by whom.
ALTER TABLE contract_part ADD COLUMN saved_at {int};
ALTER TABLE contract_part ADD COLUMN saved_by TEXT;
