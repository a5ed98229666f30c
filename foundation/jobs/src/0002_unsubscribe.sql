-- Where a recipient stops a mail sent again and again, in one gesture (RFC 8058).
ALTER TABLE mail ADD COLUMN unsubscribe TEXT;
