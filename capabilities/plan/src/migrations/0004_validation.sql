-- Whether a contract asks that sheets be validated before they are published; and each time one was proposed: by whom, at which
-- state of its text, what was decided, by whom and why. What was proposed is never erased while the sheet is there.
CREATE TABLE plan_setting (
  id {uuid} PRIMARY KEY REFERENCES contract (id),
  asks_validation {bool} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE sheet_proposal (
  id {uuid} PRIMARY KEY,
  sheet {uuid} NOT NULL REFERENCES action_sheet (id),
  sheet_revision {int} NOT NULL,
  proposed_at {int} NOT NULL,
  proposer {uuid},
  proposed_by TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'validated', 'sent_back')),
  decided_at {int},
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL
) {strict};

CREATE INDEX sheet_proposal_of ON sheet_proposal (sheet, proposed_at);
CREATE INDEX sheet_proposal_waiting ON sheet_proposal (state, sheet);
-- How many follow one thing.
CREATE INDEX plan_follower_of ON plan_follower (target, confirmed_at);
