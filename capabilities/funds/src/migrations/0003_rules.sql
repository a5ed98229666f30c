-- Most grants of a holder in a year, nought for as many as wanted; whether residents are more than half of those who vote.
ALTER TABLE fund ADD COLUMN per_holder {int} NOT NULL DEFAULT 0;
ALTER TABLE fund ADD COLUMN resident_majority {bool} NOT NULL DEFAULT FALSE;

-- How many voted and how many of them were residents; why a committee decided all the same without the majority.
ALTER TABLE fund_decision ADD COLUMN voters {int} NOT NULL DEFAULT 0;
ALTER TABLE fund_decision ADD COLUMN residents {int} NOT NULL DEFAULT 0;
ALTER TABLE fund_decision ADD COLUMN override_reason TEXT NOT NULL DEFAULT '';

-- A reminder of a report is sent once.
CREATE TABLE fund_reminder (
  id {uuid} PRIMARY KEY,
  project {uuid} NOT NULL REFERENCES fund_project (id),
  day TEXT NOT NULL,
  sent_at {int} NOT NULL,
  is_mailed {bool} NOT NULL,
  UNIQUE (project, day)
) {strict};
