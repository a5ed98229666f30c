-- Needs the town will not answer, with the reason told to those who spoke. A reply taken back stays.
CREATE TABLE need_reply (
  id {uuid} PRIMARY KEY,
  need {uuid} NOT NULL,
  reason TEXT NOT NULL,
  told_on TEXT NOT NULL,
  by_name TEXT NOT NULL,
  made_at {int} NOT NULL,
  taken_back_at {int},
  taken_back_why TEXT NOT NULL
) {strict};
CREATE UNIQUE INDEX need_reply_live ON need_reply (need) WHERE taken_back_at IS NULL;
