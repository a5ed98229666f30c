-- Urban management of proximity: an agreement for some neighbourhoods of a contract, and what is done each year.
CREATE TABLE urban_management (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  title TEXT NOT NULL,
  partners TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  note TEXT NOT NULL,
  is_public {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE TABLE urban_management_area (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES urban_management (id),
  area {uuid} NOT NULL,
  UNIQUE (agreement, area)
) {strict};
CREATE TABLE urban_management_action (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES urban_management (id),
  year {int} NOT NULL,
  theme TEXT NOT NULL,
  title TEXT NOT NULL,
  who TEXT NOT NULL,
  due_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('planned', 'under_way', 'done', 'dropped')),
  note TEXT NOT NULL,
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX urban_management_action_year ON urban_management_action (agreement, year, added_at);
