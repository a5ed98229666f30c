-- What the evaluation finds, on what evidence, what it recommends and what became of it.

CREATE TABLE evaluation_finding (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  -- Never given twice in a contract while the finding stands.
  number {int} NOT NULL,
  question {uuid} REFERENCES evaluation_item (id),
  words TEXT NOT NULL,
  detail TEXT NOT NULL,
  strength TEXT NOT NULL CHECK (strength IN ('weak', 'fair', 'strong')),
  found_on TEXT NOT NULL,
  author_name TEXT NOT NULL,
  published_at {int},
  revision {int} NOT NULL,
  UNIQUE (contract, number)
) {strict};

CREATE TABLE evaluation_evidence (
  id {uuid} PRIMARY KEY,
  finding {uuid} NOT NULL REFERENCES evaluation_finding (id),
  kind TEXT NOT NULL CHECK (kind IN ('figure', 'sheet', 'meeting', 'address', 'document')),
  -- Code of the indicator, identifier of the sheet, address, or empty.
  target TEXT NOT NULL,
  -- What it says, as it was read when it was brought.
  words TEXT NOT NULL,
  happened_on TEXT,
  added_at {int} NOT NULL
) {strict};
CREATE INDEX evaluation_evidence_finding ON evaluation_evidence (finding, added_at);

CREATE TABLE evaluation_recommendation (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  number {int} NOT NULL,
  words TEXT NOT NULL,
  detail TEXT NOT NULL,
  -- A service, a body, an organisation; never a person.
  owner TEXT NOT NULL,
  due_on TEXT,
  answer TEXT CHECK (answer IN ('accepted', 'in_part', 'refused')),
  answer_reason TEXT NOT NULL,
  answered_by TEXT NOT NULL,
  answered_on TEXT,
  published_at {int},
  revision {int} NOT NULL,
  UNIQUE (contract, number)
) {strict};

CREATE TABLE evaluation_recommendation_finding (
  id {uuid} PRIMARY KEY,
  recommendation {uuid} NOT NULL REFERENCES evaluation_recommendation (id),
  finding {uuid} NOT NULL REFERENCES evaluation_finding (id),
  UNIQUE (recommendation, finding)
) {strict};
CREATE INDEX evaluation_recommendation_finding_finding ON evaluation_recommendation_finding (finding);

-- What became of a recommendation, step by step; nothing of it is ever changed.
CREATE TABLE evaluation_step (
  id {uuid} PRIMARY KEY,
  recommendation {uuid} NOT NULL REFERENCES evaluation_recommendation (id),
  noted_on TEXT NOT NULL,
  progress TEXT NOT NULL CHECK (progress IN ('under_way', 'done', 'given_up')),
  words TEXT NOT NULL,
  added_at {int} NOT NULL
) {strict};
CREATE INDEX evaluation_step_recommendation ON evaluation_step (recommendation, added_at);
