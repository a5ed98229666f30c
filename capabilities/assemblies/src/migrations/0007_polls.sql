-- When a file submitted was changed by whoever submitted it; never, when empty.
ALTER TABLE assembly_submission ADD COLUMN amended_on TEXT;

-- A vote of members on a draft, each for herself.
CREATE TABLE assembly_poll (
  id {uuid} PRIMARY KEY,
  submission {uuid} NOT NULL REFERENCES assembly_submission (id),
  rank {int} NOT NULL,
  is_secret {bool} NOT NULL,
  closes_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'carried', 'rejected', 'cancelled')),
  opened_at {int} NOT NULL,
  UNIQUE (submission, rank)
) {strict};

-- Who voted. What she chose is here only when the vote is by name.
CREATE TABLE assembly_poll_voter (
  id {uuid} PRIMARY KEY,
  poll {uuid} NOT NULL REFERENCES assembly_poll (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  choice TEXT NOT NULL CHECK (choice IN ('', 'for', 'against', 'abstention')),
  UNIQUE (poll, member)
) {strict};

-- Votes counted as they come: no row of a secret vote leads to somebody. Sealed when the vote closes.
CREATE TABLE assembly_poll_count (
  id {uuid} PRIMARY KEY,
  poll {uuid} NOT NULL REFERENCES assembly_poll (id),
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstention')),
  votes {int} NOT NULL,
  UNIQUE (poll, choice)
) {strict};

CREATE INDEX assembly_poll_voter_member ON assembly_poll_voter (member);
