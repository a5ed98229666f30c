-- What a contract says of who carries it, and the day it is looked at again, when that is fixed.
ALTER TABLE contract ADD COLUMN holder TEXT;
ALTER TABLE contract ADD COLUMN review_on TEXT;

-- What each signatory brings: one line a kind and a year, or the whole period when there is no year.
CREATE TABLE contract_commitment (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  signatory {uuid} NOT NULL REFERENCES contract_signatory (id),
  kind TEXT NOT NULL,
  amount_cents {int},
  fte_hundredths {int},
  year {int},
  words TEXT NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE contract_amendment (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  number {int} NOT NULL,
  signed_on TEXT,
  changes TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, number)
) {strict};

-- Views of public policy a contract adds to those everybody has.
CREATE TABLE contract_lens (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  code TEXT NOT NULL,
  label TEXT NOT NULL,
  position {int} NOT NULL,
  UNIQUE (contract, code)
) {strict};

-- What crosses a node: a transversal node of its contract, or a lens.
CREATE TABLE contract_node_tag (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  node {uuid} NOT NULL REFERENCES contract_node (id),
  axis {uuid} REFERENCES contract_node (id),
  lens TEXT
) {strict};

-- How many gestures a contract's tree has known; whoever takes the next rank writes alone until the end.
CREATE TABLE contract_history (
  id {uuid} PRIMARY KEY,
  last_seq {int} NOT NULL
) {strict};

-- A gesture on the tree, or on the notes it is made from.
CREATE TABLE contract_change (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  seq {int} NOT NULL,
  made_at {int} NOT NULL,
  account {uuid},
  author TEXT NOT NULL,
  kind TEXT NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  undoes {uuid} REFERENCES contract_change (id),
  UNIQUE (contract, seq)
) {strict};

-- Every state of every node, as the gesture left it. A node that is gone keeps its versions.
CREATE TABLE contract_node_version (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  change {uuid} NOT NULL REFERENCES contract_change (id),
  seq {int} NOT NULL,
  node {uuid} NOT NULL,
  revision {int} NOT NULL,
  is_removed {bool} NOT NULL,
  level {uuid} NOT NULL,
  parent {uuid},
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  note TEXT NOT NULL,
  position {int} NOT NULL,
  tags TEXT NOT NULL,
  UNIQUE (node, seq)
) {strict};

-- A state of the tree somebody named: « version signée ».
CREATE TABLE contract_version (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  name TEXT NOT NULL,
  seq {int} NOT NULL,
  taken_at {int} NOT NULL,
  author TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE (contract, name)
) {strict};

-- What was noted in a workshop, to be sorted into the tree. `place` is empty, the identifier of a node, or `aside`.
CREATE TABLE contract_note (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  words TEXT NOT NULL,
  source TEXT NOT NULL,
  place TEXT NOT NULL,
  position {int} NOT NULL,
  added_at {int} NOT NULL
) {strict};

CREATE TABLE contract_note_move (
  id {uuid} PRIMARY KEY,
  change {uuid} NOT NULL REFERENCES contract_change (id),
  note {uuid} NOT NULL REFERENCES contract_note (id),
  place_before TEXT NOT NULL,
  place_after TEXT NOT NULL
) {strict};

CREATE INDEX contract_commitment_of ON contract_commitment (contract, signatory, position);
CREATE INDEX contract_node_tag_of ON contract_node_tag (contract, node);
CREATE INDEX contract_change_of ON contract_change (contract, seq);
CREATE INDEX contract_node_version_of ON contract_node_version (contract, seq);
CREATE INDEX contract_node_version_change ON contract_node_version (change);
CREATE INDEX contract_note_of ON contract_note (contract, position);
CREATE INDEX contract_note_move_change ON contract_note_move (change);

-- Nodes that stood there before their history was kept have a first version, of an unknown day.
INSERT INTO contract_history (id, last_seq) SELECT id, 1 FROM contract;
INSERT INTO contract_change (id, contract, seq, made_at, author, kind, what, why)
  SELECT id, id, 1, 0, '', 'found', '', '' FROM contract;
-- @sqlite
INSERT INTO contract_node_version (id, contract, change, seq, node, revision, is_removed, level, parent, code, title, summary, note, position, tags)
  SELECT id, contract, contract, 1, id, revision, 0, level, parent, code, title, summary, note, position, '' FROM contract_node;
-- @postgres
INSERT INTO contract_node_version (id, contract, change, seq, node, revision, is_removed, level, parent, code, title, summary, note, position, tags)
  SELECT id, contract, contract, 1, id, revision, FALSE, level, parent, code, title, summary, note, position, '' FROM contract_node;
-- @both
