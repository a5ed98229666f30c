-- The parts of a contract's document, as each contract names, orders and introduces them. A part without a row is as the
-- platform proposes it.
CREATE TABLE contract_part (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  chapter TEXT NOT NULL CHECK (chapter IN ('diagnostic', 'orientations', 'projets', 'signataires')),
  position {int} NOT NULL,
  title TEXT NOT NULL,
  introduction TEXT NOT NULL,
  is_kept {bool} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, chapter)
) {strict};
