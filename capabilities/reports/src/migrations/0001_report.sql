-- A report asked for: what it is about, then the file itself once it is made. Gone a month after it was asked for.
CREATE TABLE report (
  id {uuid} PRIMARY KEY,
  consultation {uuid} NOT NULL,
  job {uuid} NOT NULL,
  asked_at {int} NOT NULL,
  wish TEXT NOT NULL,
  name TEXT,
  content {bytes}
) {strict};

CREATE INDEX report_of_consultation ON report (consultation, asked_at);
