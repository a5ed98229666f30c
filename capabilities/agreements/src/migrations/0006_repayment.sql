-- What is asked back of a carrier, numbered; `content` is the letter as it left.
CREATE TABLE repayment (
  id {uuid} PRIMARY KEY,
  agreement {uuid} NOT NULL REFERENCES agreement (id),
  report {uuid} REFERENCES agreement_report (id),
  number TEXT NOT NULL UNIQUE,
  cents {int} NOT NULL CHECK (cents > 0),
  reason TEXT NOT NULL,
  due_on TEXT NOT NULL,
  issued_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  name TEXT NOT NULL,
  content {bytes} NOT NULL
) {strict};

-- What came back.
CREATE TABLE repayment_receipt (
  id {uuid} PRIMARY KEY,
  repayment {uuid} NOT NULL REFERENCES repayment (id),
  cents {int} NOT NULL CHECK (cents > 0),
  received_on TEXT NOT NULL,
  noted_at {int} NOT NULL,
  by_name TEXT NOT NULL
) {strict};

CREATE INDEX repayment_of ON repayment (agreement);
CREATE INDEX repayment_receipt_of ON repayment_receipt (repayment);
