-- A report is about a consultation, or about a contract and its plan of action.
ALTER TABLE report RENAME COLUMN consultation TO about;
