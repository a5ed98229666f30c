-- How many alternates the engine chooses with each draw of a college.
ALTER TABLE college ADD COLUMN alternates {int};
-- What a draw designates; the one it goes on from; for letters, how many, and how many times as likely the young are written to.
ALTER TABLE draw ADD COLUMN kind TEXT;
ALTER TABLE draw ADD COLUMN follows {uuid};
ALTER TABLE draw ADD COLUMN letters {int};
ALTER TABLE draw ADD COLUMN young_weight {int};

-- Whoever a draw of letters designated, and what she answered.
CREATE TABLE letter (
  id {uuid} PRIMARY KEY,
  draw {uuid} NOT NULL REFERENCES draw (id),
  candidate {uuid} NOT NULL REFERENCES candidate (id),
  number TEXT NOT NULL,
  rank {int} NOT NULL,
  batch {int},
  state TEXT NOT NULL CHECK (state IN ('to_send', 'sent', 'yes', 'no', 'moved')),
  state_on TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('letter', 'email', 'telephone', 'visit', 'web', 'none')),
  revision {int} NOT NULL,
  UNIQUE (draw, number)
) {strict};

CREATE INDEX letter_of ON letter (draw, rank);
CREATE INDEX letter_candidate ON letter (candidate);
CREATE INDEX draw_following ON draw (follows);
