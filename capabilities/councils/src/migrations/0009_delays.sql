-- Delays a draw keeps: days from its announcement to its session, hours from its lottery to the number, to object.
ALTER TABLE council ADD COLUMN notice_days {int} NOT NULL DEFAULT 7;
ALTER TABLE council ADD COLUMN objection_hours {int} NOT NULL DEFAULT 48;
-- What is done when a college cannot be filled, written before any draw.
ALTER TABLE college ADD COLUMN vacancy TEXT NOT NULL DEFAULT '';
-- Panels printed; none before the lottery. Why the number was read before its time; empty when it was not.
ALTER TABLE draw ADD COLUMN panels {int};
ALTER TABLE draw ADD COLUMN early_reason TEXT NOT NULL DEFAULT '';
