-- By which a message is known that is sent again.
ALTER TABLE event ADD COLUMN said_key TEXT;
