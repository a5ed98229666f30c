-- Years that are only foreseen, separated by spaces: nothing of them is paid before the execution agreement of the year.
-- `executes` is the year of such an agreement; `rank` numbers amendments apart from them.
ALTER TABLE agreement_version ADD COLUMN forecast TEXT NOT NULL DEFAULT '';
ALTER TABLE agreement_version ADD COLUMN executes {int};
ALTER TABLE agreement_version ADD COLUMN rank {int} NOT NULL DEFAULT 0;
UPDATE agreement_version SET rank = number;
