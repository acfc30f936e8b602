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
    spoken   BOOLEAN NOT NULL,
    -- Kept, as taking the words out of every text of a room again is slow. Signs part words: left to itself PostgreSQL
    -- takes an address, or a number with them, for one.
    words    TSVECTOR GENERATED ALWAYS AS
        (to_tsvector('simple', translate(text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))) STORED
);

CREATE INDEX event_room ON event (room, spoken, id);

CREATE INDEX event_search ON event USING gin (words) WHERE spoken;
