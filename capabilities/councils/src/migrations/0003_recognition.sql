-- What leads the prefect to recognise a council, step by step. A line is never changed: another one follows it.
CREATE TABLE recognition_step (
  id {uuid} PRIMARY KEY,
  council {uuid} NOT NULL REFERENCES council (id),
  step TEXT NOT NULL CHECK (step IN ('mayor_heard', 'president_heard', 'list_sent', 'corrections_asked', 'recognised')),
  day TEXT NOT NULL,
  reference TEXT NOT NULL,
  note TEXT NOT NULL,
  noted_at {int} NOT NULL
) {strict};

CREATE INDEX recognition_step_council ON recognition_step (council);
