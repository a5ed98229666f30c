-- What an association reports of a year: given, sent back with a reason, accepted.
CREATE TABLE agreement_report (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  year {int} NOT NULL,
  file {uuid} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('given', 'returned', 'accepted')),
  given_at {int} NOT NULL,
  given_by TEXT NOT NULL,
  decided_at {int},
  decided_by TEXT,
  reason TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (agreement, year)
) {strict};

-- What is handed to an accountant on a day: its files are sealed, for they hold account numbers.
CREATE TABLE payment_batch (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  payer {uuid} NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  pay_on TEXT NOT NULL,
  made_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  cents {int} NOT NULL,
  count {int} NOT NULL,
  listing {bytes} NOT NULL,
  transfers {bytes}
) {strict};

CREATE TABLE payment (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  mark {uuid} NOT NULL,
  reference TEXT NOT NULL UNIQUE,
  cents {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('proposed', 'checked', 'sent', 'paid', 'refused')),
  proposed_by {uuid},
  proposed_for {uuid},
  proposed_name TEXT NOT NULL,
  proposed_at {int} NOT NULL,
  checked_name TEXT,
  checked_at {int},
  batch {uuid} REFERENCES payment_batch (id),
  sent_at {int},
  paid_on TEXT,
  reason TEXT NOT NULL,
  revision {int} NOT NULL
) {strict};

-- Nobody pays twice, even two who propose at the same moment.
CREATE UNIQUE INDEX payment_once ON payment (mark) WHERE state <> 'refused';
CREATE INDEX payment_of ON payment (agreement);
CREATE INDEX payment_of_batch ON payment (batch);
CREATE INDEX payment_batch_of ON payment_batch (contract);
