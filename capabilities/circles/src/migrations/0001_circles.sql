-- Groups that associations keep among themselves. Organisations, accounts and objectives are of other slices, so without references.

CREATE TABLE circle (
  id {uuid} PRIMARY KEY,
  name TEXT NOT NULL,
  purpose TEXT NOT NULL,
  owner {uuid} NOT NULL,
  revision {int} NOT NULL,
  created_at {int} NOT NULL,
  -- Messages until then were told by mail.
  told_until {int} NOT NULL,
  closed_at {int}
) {strict};

CREATE TABLE circle_theme (
  id {uuid} PRIMARY KEY,
  circle {uuid} NOT NULL REFERENCES circle (id),
  node {uuid} NOT NULL
) {strict};
CREATE INDEX circle_theme_circle ON circle_theme (circle);

-- One row for an association and a group, whatever became of it.
CREATE TABLE circle_member (
  id {uuid} PRIMARY KEY,
  circle {uuid} NOT NULL REFERENCES circle (id),
  organisation {uuid} NOT NULL,
  state TEXT NOT NULL,
  since {int} NOT NULL,
  UNIQUE (circle, organisation)
) {strict};
CREATE INDEX circle_member_organisation ON circle_member (organisation);

CREATE TABLE circle_message (
  id {uuid} PRIMARY KEY,
  circle {uuid} NOT NULL REFERENCES circle (id),
  organisation {uuid} NOT NULL,
  author {uuid} NOT NULL,
  words TEXT NOT NULL,
  written_at {int} NOT NULL,
  withdrawn_at {int}
) {strict};
CREATE INDEX circle_message_circle ON circle_message (circle, written_at);

-- People who want no mail of a group.
CREATE TABLE circle_quiet (
  id {uuid} PRIMARY KEY,
  circle {uuid} NOT NULL REFERENCES circle (id),
  account {uuid} NOT NULL,
  UNIQUE (circle, account)
) {strict};
