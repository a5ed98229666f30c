-- Who publishes the grants of a contract, and whom to write to: a service, not a person.
CREATE TABLE agreement_publisher (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  name TEXT NOT NULL,
  siret TEXT NOT NULL,
  contact TEXT NOT NULL,
  email TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};
