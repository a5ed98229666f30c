-- What was proposed, one by one, and the needs each answers. The matrix of needs and families of actions is counted from it.
-- `theme_answer`, crossings typed by hand, is read by nothing any more; it goes with a later version.
CREATE TABLE proposal (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  label TEXT NOT NULL,
  theme {uuid} NOT NULL REFERENCES solution_theme (id),
  state TEXT NOT NULL CHECK (state IN ('later', 'linked', 'no_need')),
  document {uuid} REFERENCES listening_document (id),
  page TEXT NOT NULL,
  note TEXT NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE proposal_need (
  id {uuid} PRIMARY KEY,
  proposal {uuid} NOT NULL REFERENCES proposal (id),
  need {uuid} NOT NULL REFERENCES need (id),
  UNIQUE (proposal, need)
) {strict};

CREATE INDEX proposal_of ON proposal (theme, position);
CREATE INDEX proposal_need_of ON proposal_need (need);
