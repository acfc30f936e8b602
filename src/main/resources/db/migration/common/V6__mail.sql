-- Private messages to registered names wait until they are shown.
ALTER TABLE event ADD COLUMN unread BOOLEAN NOT NULL DEFAULT FALSE;

CREATE INDEX event_unread ON event (room, id) WHERE unread;
