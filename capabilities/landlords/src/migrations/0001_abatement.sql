-- What a landlord is spared of property tax in a neighbourhood, and what it does in return. One agreement for each landlord and
-- neighbourhood of a contract; `service` is a service, never a person.
CREATE TABLE abatement_agreement (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  area {uuid} NOT NULL,
  landlord {uuid} NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  signed_on TEXT,
  service TEXT NOT NULL,
  note TEXT NOT NULL,
  is_public {bool} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, area, landlord)
) {strict};

-- A year of it: what the abatement is counted from, what was carried over, what tenants think. Rates are millionths; the tax on
-- household waste is told, never counted. Staff is in hundredths of a post for a thousand dwellings, here and elsewhere.
CREATE TABLE abatement_year (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES abatement_agreement (id),
  year {int} NOT NULL,
  dwellings {int} NOT NULL,
  base_cents {int} NOT NULL,
  rate_town {int} NOT NULL,
  rate_group {int} NOT NULL,
  rate_other {int} NOT NULL,
  rate_waste {int} NOT NULL,
  source TEXT NOT NULL,
  counted_on TEXT NOT NULL,
  carried_cents {int} NOT NULL,
  reason TEXT NOT NULL,
  staff_usual {int},
  staff_here {int},
  tenants_asked {int},
  tenants_satisfied {int},
  tenants_source TEXT NOT NULL,
  tenants_on TEXT,
  effects TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (agreement, year)
) {strict};

CREATE TABLE abatement_action (
  id {uuid} PRIMARY KEY,
  year {uuid} NOT NULL REFERENCES abatement_year (id),
  axis {int} NOT NULL CHECK (axis BETWEEN 1 AND 8),
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  calendar TEXT NOT NULL,
  planned_cents {int} NOT NULL,
  landlord_cents {int} NOT NULL,
  others_cents {int} NOT NULL,
  done_cents {int},
  common_law_cents {int} NOT NULL,
  renewal_cents {int} NOT NULL,
  valued_cents {int} NOT NULL,
  effects TEXT NOT NULL,
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX abatement_action_year ON abatement_action (year, axis, added_at);
