-- What happened, by its id. What was said is "spoken"; its text is null once it was deleted.
CREATE TABLE event (
    id       BIGINT  PRIMARY KEY,
    type     TEXT    NOT NULL,
    room     TEXT    NOT NULL,
    sender   TEXT    NOT NULL,
    receiver TEXT,
    target   BIGINT,
    text     TEXT,
    at       BIGINT  NOT NULL,
    spoken   BOOLEAN NOT NULL
);

CREATE INDEX event_room ON event (room, spoken, id);

-- The words of what was said.
CREATE INDEX event_search ON event USING gin (to_tsvector('simple', text)) WHERE spoken;
