-- What members charge one another with, and the money of bodies.
CREATE TABLE assembly_role (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  role TEXT NOT NULL CHECK (role IN ('treasurer', 'editor')),
  given_at {int} NOT NULL,
  UNIQUE (member, role)
) {strict};

-- Money received, or spent. The file is a receipt.
CREATE TABLE assembly_budget_line (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  kind TEXT NOT NULL CHECK (kind IN ('grant', 'expense')),
  label TEXT NOT NULL,
  amount_cents {int} NOT NULL,
  dated TEXT NOT NULL,
  budget_year {int} NOT NULL,
  heading TEXT NOT NULL,
  file {uuid},
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE INDEX assembly_role_of ON assembly_role (assembly, role);
CREATE INDEX assembly_budget_line_of ON assembly_budget_line (assembly, budget_year);
