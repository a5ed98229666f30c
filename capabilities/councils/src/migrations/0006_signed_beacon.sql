-- The network whose signature proves the public value of a draw; none when the rules name another source. Why another value was
-- taken in its place, when it failed.
ALTER TABLE draw ADD COLUMN beacon_chain TEXT;
ALTER TABLE draw ADD COLUMN beacon_note TEXT;
