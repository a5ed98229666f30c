-- How many sheets anybody reads, and which, without going through their texts.
CREATE INDEX action_sheet_counted ON action_sheet (is_published, status, id);
