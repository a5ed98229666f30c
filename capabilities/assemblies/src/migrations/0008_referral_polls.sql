-- Votes of members on referrals they prepare: the same as on opinions, beside them.
CREATE TABLE assembly_referral_poll (
  id {uuid} PRIMARY KEY,
  referral {uuid} NOT NULL REFERENCES assembly_referral (id),
  rank {int} NOT NULL,
  is_secret {bool} NOT NULL,
  closes_on TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'carried', 'rejected', 'cancelled')),
  opened_at {int} NOT NULL,
  UNIQUE (referral, rank)
) {strict};

-- Who voted. What she chose is here only when the vote is by name.
CREATE TABLE assembly_referral_poll_voter (
  id {uuid} PRIMARY KEY,
  poll {uuid} NOT NULL REFERENCES assembly_referral_poll (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  choice TEXT NOT NULL CHECK (choice IN ('', 'for', 'against', 'abstention')),
  UNIQUE (poll, member)
) {strict};

-- Votes counted as they come: no row of a secret vote leads to somebody. Sealed when the vote closes.
CREATE TABLE assembly_referral_poll_count (
  id {uuid} PRIMARY KEY,
  poll {uuid} NOT NULL REFERENCES assembly_referral_poll (id),
  choice TEXT NOT NULL CHECK (choice IN ('for', 'against', 'abstention')),
  votes {int} NOT NULL,
  UNIQUE (poll, choice)
) {strict};

CREATE INDEX assembly_referral_poll_voter_member ON assembly_referral_poll_voter (member);
