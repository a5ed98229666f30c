-- The contract a mail was written for; none for what is of no contract (a sign-in link), nor for those of before.
ALTER TABLE mail ADD COLUMN contract {uuid};
CREATE INDEX mail_contract ON mail (contract, state);
