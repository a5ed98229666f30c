-- What bodies that steer a contract decide, numbered by body and year. The object decided is named as it was that day.
CREATE TABLE steering_decision (
  id {uuid} PRIMARY KEY,
  body {uuid} NOT NULL,
  contract {uuid} NOT NULL,
  meeting {uuid} NOT NULL,
  year {int} NOT NULL,
  number {int} NOT NULL,
  decided_on TEXT NOT NULL,
  title TEXT NOT NULL,
  words TEXT NOT NULL,
  object_kind TEXT NOT NULL CHECK (object_kind IN ('', 'sheet', 'call', 'draw', 'amendment', 'opinion', 'decision')),
  object {uuid},
  object_label TEXT NOT NULL,
  object_path TEXT NOT NULL,
  object_open_path TEXT NOT NULL,
  owner TEXT NOT NULL,
  organisation {uuid},
  due_on TEXT,
  state TEXT NOT NULL CHECK (state IN ('open', 'underway', 'done', 'dropped', 'withdrawn')),
  state_on TEXT NOT NULL,
  told_at {int},
  created_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (body, year, number)
) {strict};

-- What became of a decision, step after step.
CREATE TABLE steering_step (
  id {uuid} PRIMARY KEY,
  decision {uuid} NOT NULL REFERENCES steering_decision (id),
  noted_on TEXT NOT NULL,
  noted_at {int} NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'underway', 'done', 'dropped', 'withdrawn')),
  words TEXT NOT NULL
) {strict};

-- The last number given by a body in a year.
CREATE TABLE steering_number (
  id {uuid} PRIMARY KEY,
  body {uuid} NOT NULL,
  year {int} NOT NULL,
  last {int} NOT NULL,
  UNIQUE (body, year)
) {strict};

-- Objects put on the agenda of a meeting, named as they were that day.
CREATE TABLE steering_point (
  id {uuid} PRIMARY KEY,
  meeting {uuid} NOT NULL,
  object_kind TEXT NOT NULL CHECK (object_kind IN ('sheet', 'call', 'draw', 'amendment', 'opinion', 'decision')),
  object {uuid} NOT NULL,
  object_label TEXT NOT NULL,
  object_path TEXT NOT NULL,
  object_open_path TEXT NOT NULL,
  added_at {int} NOT NULL,
  UNIQUE (meeting, object)
) {strict};

-- Whom a decision was told: a member of the body, or the people of an organisation. Once.
CREATE TABLE steering_notice (
  id {uuid} PRIMARY KEY,
  decision {uuid} NOT NULL REFERENCES steering_decision (id),
  recipient {uuid} NOT NULL,
  sent_at {int} NOT NULL,
  UNIQUE (decision, recipient)
) {strict};

-- The address by which the calendar of somebody reads her meetings: its fingerprint alone.
CREATE TABLE calendar_feed (
  id {uuid} PRIMARY KEY,
  account {uuid} NOT NULL UNIQUE,
  token_hash {bytes} NOT NULL UNIQUE,
  opened_at {int} NOT NULL
) {strict};

CREATE INDEX steering_decision_meeting ON steering_decision (meeting, number);
CREATE INDEX steering_decision_state ON steering_decision (contract, state);
CREATE INDEX steering_decision_object ON steering_decision (object);
CREATE INDEX steering_step_of ON steering_step (decision, noted_at);
CREATE INDEX steering_point_of ON steering_point (meeting, added_at);
