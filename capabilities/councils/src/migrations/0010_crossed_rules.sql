-- A rule beside quotas: people who have one value among those who have another, or the two colleges counted together.
CREATE TABLE crossed_rule (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  scope TEXT NOT NULL CHECK (scope IN ('residents', 'actors', 'whole')),
  first_feature TEXT NOT NULL CHECK (first_feature IN ('sex', 'age', 'area', 'origin', 'kind')),
  first_value TEXT NOT NULL,
  second_feature TEXT CHECK (second_feature IN ('sex', 'age', 'area', 'origin', 'kind')),
  second_value TEXT,
  low {int} NOT NULL,
  high {int},
  rank {int} NOT NULL
) {strict};

CREATE INDEX crossed_rule_of ON crossed_rule (council, rank);
