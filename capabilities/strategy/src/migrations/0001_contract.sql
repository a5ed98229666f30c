-- A contract, its perimeter, the levels it names, its tree and those who sign it.
CREATE TABLE contract (
  id {uuid} PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  review_year {int},
  zoning_generation {int},
  status TEXT NOT NULL CHECK (status IN ('proposed', 'signed', 'ended')),
  source TEXT NOT NULL,
  note TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE contract_area (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  area {uuid} NOT NULL,
  position {int} NOT NULL,
  UNIQUE (contract, area)
) {strict};

CREATE TABLE contract_level (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  depth {int} NOT NULL,
  label TEXT NOT NULL,
  label_plural TEXT NOT NULL,
  is_transversal {bool} NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE contract_node (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  level {uuid} NOT NULL REFERENCES contract_level (id),
  parent {uuid} REFERENCES contract_node (id),
  code TEXT NOT NULL,
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  note TEXT NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, code)
) {strict};

CREATE TABLE contract_signatory (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  name TEXT NOT NULL,
  requirement TEXT NOT NULL CHECK (requirement IN ('required', 'possible')),
  status TEXT NOT NULL CHECK (status IN ('to_confirm', 'signed', 'not_signed')),
  commitment TEXT NOT NULL,
  legal_basis TEXT NOT NULL,
  position {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE INDEX contract_node_of ON contract_node (contract, position);
CREATE INDEX contract_level_of ON contract_level (contract, depth, position);
CREATE INDEX contract_signatory_of ON contract_signatory (contract, position);
