-- What a contract settled of what differs from one territory to the next: the functions that type with associations, the words
-- of the files it brings and their columns, as they are written on its page.
CREATE TABLE contract_practice (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  typists TEXT NOT NULL,
  states TEXT NOT NULL,
  columns TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX application_typed ON application (typed_by);
