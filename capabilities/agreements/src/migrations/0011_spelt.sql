-- What the bank reads otherwise than it is written here: letters of a name respelt, an end cut.
ALTER TABLE payment_batch ADD COLUMN spelt TEXT NOT NULL DEFAULT '';
