-- What happened, by its id. What was said is "spoken"; its text is null once it was deleted.
CREATE TABLE event (
    id       INTEGER PRIMARY KEY,
    type     TEXT    NOT NULL,
    room     TEXT    NOT NULL,
    sender   TEXT    NOT NULL,
    receiver TEXT,
    target   INTEGER,
    text     TEXT,
    at       INTEGER NOT NULL,
    spoken   BOOLEAN NOT NULL
);

CREATE INDEX event_room ON event (room, spoken, id);

-- The words of what was said. The triggers take out what is deleted.
CREATE VIRTUAL TABLE event_search USING fts5 (text, content = 'event', content_rowid = 'id');

-- What was deleted is not left in the index either.
INSERT INTO event_search (event_search, rank) VALUES ('secure-delete', 1);

-- Words are entered a little after they were said: up to which id it is done.
CREATE TABLE event_indexed (
    to_id INTEGER NOT NULL
);

INSERT INTO event_indexed VALUES (0);

CREATE TRIGGER event_pruned AFTER DELETE ON event WHEN old.spoken AND old.text IS NOT NULL
    AND old.id <= (SELECT to_id FROM event_indexed)
BEGIN
    INSERT INTO event_search (event_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER event_deleted AFTER UPDATE OF text ON event WHEN old.spoken AND old.text IS NOT NULL
    AND old.id <= (SELECT to_id FROM event_indexed)
BEGIN
    INSERT INTO event_search (event_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
