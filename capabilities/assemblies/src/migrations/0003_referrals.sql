-- What bodies refer to authorities, the answers, and whether these satisfy.
CREATE TABLE assembly_referral (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  author {uuid} NOT NULL REFERENCES assembly_member (id),
  subject TEXT NOT NULL,
  words TEXT NOT NULL,
  addressee TEXT NOT NULL CHECK (addressee IN ('mayor', 'president', 'prefect', 'landlord', 'other')),
  addressee_name TEXT NOT NULL,
  origin TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'adopted', 'answered')),
  number {int},
  way TEXT NOT NULL CHECK (way IN ('', 'meeting', 'written')),
  meeting {uuid} REFERENCES assembly_meeting (id),
  adopted_on TEXT,
  in_favour {int} NOT NULL,
  against {int} NOT NULL,
  abstention {int} NOT NULL,
  base {int} NOT NULL,
  is_public {bool} NOT NULL,
  due_on TEXT,
  extension TEXT NOT NULL,
  answer TEXT NOT NULL,
  answer_file {uuid},
  answered_on TEXT,
  satisfaction TEXT NOT NULL CHECK (satisfaction IN ('none', 'yes', 'partly', 'no')),
  satisfaction_words TEXT NOT NULL,
  created_at {int} NOT NULL,
  revision {int} NOT NULL,
  UNIQUE (assembly, number)
) {strict};

CREATE INDEX assembly_referral_of ON assembly_referral (assembly, state);
