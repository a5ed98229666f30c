-- How many sheets anybody reads, and which, without going through their texts.
CREATE INDEX action_sheet_counted ON action_sheet (is_published, status, id);
-- What is late, everywhere: the home of the back office asks it of every contract.
CREATE INDEX action_sheet_due ON action_sheet (contract, status, starts_on, ends_on, id);
