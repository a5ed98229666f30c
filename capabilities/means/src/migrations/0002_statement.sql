-- What a signatory approved of its yearly statement, as it then was: both files, and the totals of its page.
CREATE TABLE means_statement (
  id {uuid} PRIMARY KEY,
  contract {uuid} NOT NULL,
  signatory {uuid} NOT NULL,
  year {int} NOT NULL,
  number {int} NOT NULL,
  specific_cents {int} NOT NULL,
  paid_cents {int} NOT NULL,
  common_law_cents {int} NOT NULL,
  gaps {int} NOT NULL,
  mark TEXT NOT NULL,
  note TEXT NOT NULL,
  printed {bytes} NOT NULL,
  workbook {bytes} NOT NULL,
  approved_at {int} NOT NULL,
  by_name TEXT NOT NULL,
  UNIQUE (signatory, year, number)
) {strict};
