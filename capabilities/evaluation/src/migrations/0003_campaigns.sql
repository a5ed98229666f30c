-- What carriers are asked each year of their actions: counts and words, never a list of people.

CREATE TABLE evaluation_campaign (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  year {int} NOT NULL,
  title TEXT NOT NULL,
  message TEXT NOT NULL,
  closes_on TEXT NOT NULL,
  -- Since when totals are read by everybody, small counts hidden.
  published_at {int},
  revision {int} NOT NULL
) {strict};
CREATE INDEX evaluation_campaign_contract ON evaluation_campaign (contract, year);

CREATE TABLE evaluation_ask (
  id {uuid} PRIMARY KEY,
  campaign {uuid} NOT NULL REFERENCES evaluation_campaign (id),
  position {int} NOT NULL,
  words TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('people', 'places', 'number', 'yes_no', 'text'))
) {strict};
CREATE INDEX evaluation_ask_campaign ON evaluation_ask (campaign, position);

-- One row for a campaign and a sheet: whom is asked, and whether it answered.
CREATE TABLE evaluation_request (
  id {uuid} PRIMARY KEY,
  campaign {uuid} NOT NULL REFERENCES evaluation_campaign (id),
  sheet {uuid} NOT NULL,
  organisation {uuid} NOT NULL,
  -- The action and its neighbourhoods, as they were when it was asked.
  title TEXT NOT NULL,
  areas TEXT NOT NULL,
  asked_on TEXT NOT NULL,
  sent_at {int},
  sent_by_name TEXT NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (campaign, sheet)
) {strict};
CREATE INDEX evaluation_request_organisation ON evaluation_request (organisation);

-- A cell of an answer: a count, or words. The cell `none` says that it was not counted.
CREATE TABLE evaluation_answer (
  id {uuid} PRIMARY KEY,
  request {uuid} NOT NULL REFERENCES evaluation_request (id),
  ask {uuid} NOT NULL REFERENCES evaluation_ask (id),
  cell TEXT NOT NULL,
  number {int},
  words TEXT NOT NULL,
  UNIQUE (request, ask, cell)
) {strict};

-- Which reminders left, each once.
CREATE TABLE evaluation_reminder (
  id {uuid} PRIMARY KEY,
  request {uuid} NOT NULL REFERENCES evaluation_request (id),
  due TEXT NOT NULL,
  sent_at {int} NOT NULL,
  UNIQUE (request, due)
) {strict};
