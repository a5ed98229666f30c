-- How a contract is evaluated. Contracts, objectives, indicators, sheets and places are of other slices, so without references.

CREATE TABLE evaluation_framework (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  -- What the evaluation is for and who leads it, in a few lines.
  purpose TEXT NOT NULL,
  -- Since when anybody reads it; null: only those who prepare it.
  published_at {int},
  revision {int} NOT NULL
) {strict};

-- A question, a criterion under a question, or an indicator of the shared library under a criterion.
CREATE TABLE evaluation_item (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  parent {uuid} REFERENCES evaluation_item (id),
  level TEXT NOT NULL CHECK (level IN ('question', 'criterion', 'measure')),
  position {int} NOT NULL,
  -- The question, the criterion; of an indicator, why it was chosen.
  words TEXT NOT NULL,
  note TEXT NOT NULL,
  -- Code of the indicator, and what it tells of: `context`, `means`, `output`, `result`, `impact`.
  indicator TEXT,
  sort TEXT,
  direction TEXT NOT NULL,
  target {real},
  target_year {int},
  revision {int} NOT NULL
) {strict};
CREATE INDEX evaluation_item_contract ON evaluation_item (contract, parent, position);

-- Objectives of the contract a question asks about.
CREATE TABLE evaluation_item_node (
  id {uuid} PRIMARY KEY,
  item {uuid} NOT NULL REFERENCES evaluation_item (id),
  node {uuid} NOT NULL,
  UNIQUE (item, node)
) {strict};
