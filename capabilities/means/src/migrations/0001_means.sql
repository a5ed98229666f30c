-- Ordinary means a partner brings in a year, for a theme of the contract (a root of its tree) and a neighbourhood; none of them: the
-- whole contract. `told` tells nought, not asked and not disclosed apart; null: only people's time is told. Time in hundredths of a post.
CREATE TABLE common_law (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  partner {uuid} NOT NULL,
  theme {uuid},
  area {uuid},
  year {int} NOT NULL,
  label TEXT NOT NULL,
  told TEXT CHECK (told IN ('known', 'not_asked', 'not_disclosed')),
  cents {int},
  fte {int},
  method TEXT,
  confidence TEXT,
  why TEXT NOT NULL,
  source TEXT NOT NULL,
  counted_on TEXT NOT NULL,
  is_public {bool} NOT NULL,
  added_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX common_law_year ON common_law (contract, year, partner);

-- Which organisations here are a signatory of the contract, which names a body or a family of bodies.
CREATE TABLE signatory_organisation (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  signatory {uuid} NOT NULL,
  organisation {uuid} NOT NULL,
  UNIQUE (signatory, organisation)
) {strict};

-- Kinds of posts a contract adds to those everybody knows.
CREATE TABLE post_kind (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  label TEXT NOT NULL,
  UNIQUE (contract, label)
) {strict};

-- Posts, never people. `kind` is a stable name or the identifier of a kind of the contract.
CREATE TABLE post (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  kind TEXT NOT NULL,
  employer {uuid} NOT NULL,
  funder {uuid} NOT NULL,
  area {uuid},
  mission TEXT NOT NULL,
  fte {int} NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  cents {int},
  told TEXT NOT NULL CHECK (told IN ('known', 'not_asked', 'not_disclosed')),
  alert_days {int} NOT NULL,
  is_specific {bool} NOT NULL,
  is_public {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX post_of_contract ON post (contract, ends_on);

-- What firms give. What goes through an endowment fund is counted when the fund spends it.
CREATE TABLE endowment_fund (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  name TEXT NOT NULL,
  UNIQUE (contract, name)
) {strict};
CREATE TABLE endowment_year (
  id {uuid} PRIMARY KEY,
  fund {uuid} NOT NULL REFERENCES endowment_fund (id),
  year {int} NOT NULL,
  collected_cents {int} NOT NULL,
  used_cents {int} NOT NULL,
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  counted_on TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (fund, year)
) {strict};
CREATE TABLE sponsorship (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  firm TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('cash', 'in_kind', 'skills')),
  told TEXT NOT NULL CHECK (told IN ('known', 'not_asked', 'not_disclosed')),
  cents {int},
  year {int} NOT NULL,
  fund {uuid} REFERENCES endowment_fund (id),
  source TEXT NOT NULL,
  counted_on TEXT NOT NULL,
  note TEXT NOT NULL,
  is_public {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX sponsorship_of_contract ON sponsorship (contract, year);
-- Actions of the plan it is assigned to.
CREATE TABLE sponsorship_sheet (
  id {uuid} PRIMARY KEY,
  sponsorship {uuid} NOT NULL REFERENCES sponsorship (id),
  sheet {uuid} NOT NULL,
  UNIQUE (sponsorship, sheet)
) {strict};
