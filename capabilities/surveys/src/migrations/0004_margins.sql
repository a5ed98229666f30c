-- What is known of the population, by which answers may be weighted. Nothing of anybody.
CREATE TABLE survey_margin (
  id {uuid} PRIMARY KEY,
  survey {uuid} NOT NULL REFERENCES survey (id),
  question TEXT NOT NULL,
  code TEXT NOT NULL,
  total {int} NOT NULL,
  source TEXT NOT NULL,
  UNIQUE (survey, question, code)
) {strict};
