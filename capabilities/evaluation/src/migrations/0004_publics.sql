-- For whom each action is: how far it aims at equality, which ages it addresses. No row: nobody said.

CREATE TABLE evaluation_public (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  sheet {uuid} NOT NULL UNIQUE,
  marker TEXT CHECK (marker IN ('principal', 'significant', 'none')),
  -- Codes of ages, in order, separated by commas; empty when nobody said.
  ages TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX evaluation_public_contract ON evaluation_public (contract);
