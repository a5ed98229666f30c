-- Funds for small projects of residents, and labels: settings, envelopes, who sits. Money is cents; what is left of an envelope is
-- never kept, it is what movements come to.
CREATE TABLE fund (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('micro', 'label')),
  address TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  rules TEXT NOT NULL,
  support TEXT NOT NULL,
  holder TEXT NOT NULL,
  service TEXT NOT NULL,
  ceiling_cents {int} NOT NULL,
  advance_percent {int} NOT NULL,
  report_days {int} NOT NULL,
  quorum {int} NOT NULL,
  label_months {int} NOT NULL,
  is_open {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

-- `place` is a neighbourhood, or empty for the whole territory.
CREATE TABLE fund_envelope (
  id {uuid} PRIMARY KEY,
  fund {uuid} NOT NULL REFERENCES fund (id),
  year {int} NOT NULL,
  place TEXT NOT NULL,
  cents {int} NOT NULL,
  source TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (fund, year, place)
) {strict};

-- Who sits in the committee of a fund.
CREATE TABLE fund_member (
  id {uuid} PRIMARY KEY,
  fund {uuid} NOT NULL REFERENCES fund (id),
  name TEXT NOT NULL,
  college TEXT NOT NULL CHECK (college IN ('resident', 'association', 'town', 'state', 'landlord')),
  is_active {bool} NOT NULL,
  left_at {int},
  added_at {int} NOT NULL
) {strict};
CREATE INDEX fund_member_fund ON fund_member (fund, added_at);

CREATE TABLE fund_session (
  id {uuid} PRIMARY KEY,
  fund {uuid} NOT NULL REFERENCES fund (id),
  held_on TEXT NOT NULL,
  place TEXT NOT NULL,
  is_closed {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};
CREATE INDEX fund_session_fund ON fund_session (fund, held_on);
