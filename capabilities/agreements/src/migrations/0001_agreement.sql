-- Numbers are taken in the transaction that uses them: none is given twice, none is lost.
CREATE TABLE agreement_counter (
  id {uuid} PRIMARY KEY,
  kind TEXT NOT NULL,
  year {int} NOT NULL,
  last {int} NOT NULL,
  UNIQUE (kind, year)
) {strict};

-- One for each carrier and funder of a call, whatever the number of actions and years. `payer` is the organisation of the
-- funder, or the funder of the call when it has no organisation here.
CREATE TABLE agreement (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  call {uuid} NOT NULL,
  call_funder {uuid} NOT NULL,
  payer {uuid} NOT NULL,
  carrier {uuid} NOT NULL,
  number TEXT NOT NULL UNIQUE,
  formula TEXT NOT NULL CHECK (formula IN ('unneeded', 'proportional')),
  made_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (call, call_funder, carrier)
) {strict};

-- What it says: 0 as first signed, then one for each amendment. A signed one never changes; `content` is the paper that is signed.
CREATE TABLE agreement_version (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  number {int} NOT NULL,
  reason TEXT NOT NULL,
  starts_on TEXT NOT NULL,
  ends_on TEXT NOT NULL,
  report_on TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'circulating', 'signed')),
  made_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  file_name TEXT,
  content {bytes},
  signed_on TEXT,
  noted_at {int},
  revision {int} NOT NULL,
  UNIQUE (agreement, number)
) {strict};

CREATE TABLE agreement_line (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES agreement_version (id),
  application {uuid} NOT NULL,
  project {uuid} NOT NULL,
  funding {uuid} NOT NULL,
  title TEXT NOT NULL,
  year {int} NOT NULL,
  cents {int} NOT NULL,
  UNIQUE (version, funding)
) {strict};

-- Payments an agreement foresees. `mark` is the same from one version to the next.
CREATE TABLE agreement_instalment (
  id {uuid} PRIMARY KEY,
  version {uuid} NOT NULL REFERENCES agreement_version (id),
  mark {uuid} NOT NULL,
  position {int} NOT NULL,
  cents {int} NOT NULL,
  wait TEXT NOT NULL CHECK (wait IN ('signature', 'report', 'day')),
  year {int},
  day TEXT,
  UNIQUE (version, mark)
) {strict};

-- Which agreement binds what was granted: one only, whoever prepares at the same moment.
CREATE TABLE agreement_funding (
  id {uuid} PRIMARY KEY,
  funding {uuid} NOT NULL UNIQUE,
  agreement {uuid} NOT NULL REFERENCES agreement (id)
) {strict};

-- The text of a funder; the first text of the house while there is none.
CREATE TABLE agreement_template (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  payer {uuid} NOT NULL,
  body TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (contract, payer)
) {strict};

-- What a contract sets; what the law says while there is nothing.
CREATE TABLE agreement_setting (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL UNIQUE,
  agreement_cents {int} NOT NULL,
  accounts_cents {int} NOT NULL,
  deposit_cents {int} NOT NULL,
  objectives_cents {int} NOT NULL,
  annex_cents {int} NOT NULL,
  advance_permille {int} NOT NULL,
  report_months {int} NOT NULL,
  source TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE agreement_batch (
  id {uuid} PRIMARY KEY,
  call {uuid} NOT NULL,
  job {uuid} NOT NULL,
  asked_at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

CREATE INDEX agreement_of_contract ON agreement (contract);
CREATE INDEX agreement_of_call ON agreement (call);
CREATE INDEX agreement_of_carrier ON agreement (carrier);
CREATE INDEX agreement_version_of ON agreement_version (agreement, number);
CREATE INDEX agreement_line_of ON agreement_line (version);
CREATE INDEX agreement_instalment_of ON agreement_instalment (version);
CREATE INDEX agreement_funding_of ON agreement_funding (agreement);
CREATE INDEX agreement_batch_of ON agreement_batch (call);
