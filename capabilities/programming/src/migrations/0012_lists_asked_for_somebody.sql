-- For whom whoever asked for a list was acting: its maker reads what that person may read.
ALTER TABLE list_export ADD COLUMN acting_for {uuid};
