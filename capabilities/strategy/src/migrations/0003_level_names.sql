-- What a level was called before each gesture that renamed it or took it out: a tree of the past is told with the names of its
-- day.
CREATE TABLE contract_level_change (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL REFERENCES contract (id),
  seq {int} NOT NULL,
  level {uuid} NOT NULL,
  singular_before TEXT NOT NULL,
  plural_before TEXT NOT NULL,
  singular_after TEXT,
  plural_after TEXT,
  UNIQUE (level, seq)
) {strict};

CREATE INDEX contract_level_change_of ON contract_level_change (contract, seq);
