-- Whether a draw announced is possible, as last computed: what was found, and which pool it was found of.
CREATE TABLE study (
  id {uuid} PRIMARY KEY,
  draw {uuid} NOT NULL UNIQUE REFERENCES draw (id),
  asked_at {int} NOT NULL,
  found_at {int},
  pool TEXT NOT NULL,
  found TEXT NOT NULL
) {strict};
