-- What members learnt together: when, on what, with whom, who came. No judgment of anybody.
CREATE TABLE assembly_training (
  id {uuid} PRIMARY KEY,
  assembly {uuid} NOT NULL REFERENCES assembly (id),
  held_on TEXT NOT NULL,
  theme TEXT NOT NULL,
  organiser TEXT NOT NULL,
  minutes {int} NOT NULL,
  created_at {int} NOT NULL,
  revision {int} NOT NULL
) {strict};

CREATE TABLE assembly_training_member (
  id {uuid} PRIMARY KEY,
  training {uuid} NOT NULL REFERENCES assembly_training (id),
  member {uuid} NOT NULL REFERENCES assembly_member (id),
  UNIQUE (training, member)
) {strict};

CREATE INDEX assembly_training_of ON assembly_training (assembly, held_on);
CREATE INDEX assembly_training_member_of ON assembly_training_member (member);
