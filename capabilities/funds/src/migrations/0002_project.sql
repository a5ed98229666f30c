CREATE TABLE fund_counter (
  id {uuid} PRIMARY KEY,
  year {int} NOT NULL UNIQUE,
  last {int} NOT NULL
) {strict};

-- A project as it was filed. `code` is the hash of what the group keeps to follow it; what names or reaches somebody is emptied by the
-- purge (`contact`, `reach`).
CREATE TABLE fund_project (
  id {uuid} PRIMARY KEY,
  fund {uuid} NOT NULL REFERENCES fund (id),
  number TEXT NOT NULL UNIQUE,
  code {bytes} NOT NULL UNIQUE,
  title TEXT NOT NULL,
  what TEXT NOT NULL,
  area {uuid} NOT NULL,
  place TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  people {int} NOT NULL,
  total_cents {int} NOT NULL,
  asked_cents {int} NOT NULL,
  spends TEXT NOT NULL,
  group_name TEXT NOT NULL,
  contact TEXT NOT NULL,
  reach TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('online', 'paper')),
  typed_by TEXT NOT NULL,
  paper_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('filed', 'postponed', 'granted', 'refused', 'reported', 'closed', 'given_up')),
  envelope {uuid} REFERENCES fund_envelope (id),
  labelled_until TEXT,
  filed_at {int} NOT NULL,
  closed_at {int},
  purged_at {int},
  revision {int} NOT NULL
) {strict};
CREATE INDEX fund_project_fund ON fund_project (fund, filed_at);
CREATE INDEX fund_project_purge ON fund_project (purged_at, closed_at);

CREATE TABLE fund_decision (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES fund_project (id),
  session {uuid} NOT NULL REFERENCES fund_session (id),
  outcome TEXT NOT NULL CHECK (outcome IN ('granted', 'refused', 'postponed')),
  cents {int} NOT NULL,
  reason TEXT NOT NULL,
  decided_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (project, session)
) {strict};

CREATE TABLE fund_vote (
  id {uuid} PRIMARY KEY,
  decision {uuid} NOT NULL REFERENCES fund_decision (id),
  member {uuid} NOT NULL REFERENCES fund_member (id),
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstains', 'recused')),
  UNIQUE (decision, member)
) {strict};

-- Money of a project, once and for all: a line is never changed.
CREATE TABLE fund_movement (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES fund_project (id),
  envelope {uuid} NOT NULL REFERENCES fund_envelope (id),
  rank {int} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('granted', 'paid', 'returned', 'released')),
  cents {int} NOT NULL CHECK (cents > 0),
  moved_on TEXT NOT NULL,
  note TEXT NOT NULL,
  at {int} NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (project, rank)
) {strict};
CREATE INDEX fund_movement_envelope ON fund_movement (envelope, at);

CREATE TABLE fund_report (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL UNIQUE REFERENCES fund_project (id),
  told TEXT NOT NULL,
  people {int} NOT NULL,
  spent_cents {int} NOT NULL,
  sent_at {int} NOT NULL,
  sent_by TEXT NOT NULL,
  accepted_at {int},
  revision {int} NOT NULL
) {strict};

-- Photographs and receipts of a report.
CREATE TABLE fund_piece (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES fund_project (id),
  file {uuid} NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('photo', 'receipt')),
  label TEXT NOT NULL,
  added_at {int} NOT NULL
) {strict};
CREATE INDEX fund_piece_project ON fund_piece (project, added_at);

-- What those who give a label do for a project.
CREATE TABLE fund_support (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES fund_project (id),
  given_on TEXT NOT NULL,
  what TEXT NOT NULL,
  by_name TEXT NOT NULL,
  added_at {int} NOT NULL
) {strict};
CREATE INDEX fund_support_project ON fund_support (project, given_on);
