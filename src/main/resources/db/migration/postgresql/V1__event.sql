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

-- The words of what was said. Signs part them: left to itself PostgreSQL takes an address or a number with them for one word.
CREATE FUNCTION words(text TEXT) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('pg_catalog.simple'::regconfig, translate(text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)));

CREATE INDEX event_search ON event USING gin (words(text)) WHERE spoken;
