-- Indicators that a contract proposes to those who apply, one a line: code, label, unit.
CREATE TABLE indicator_toolbox (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  tools TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
