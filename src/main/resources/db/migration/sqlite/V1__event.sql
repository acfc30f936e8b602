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

-- The words of what was said, kept with it by the triggers.
CREATE VIRTUAL TABLE event_search USING fts5 (text, content = 'event', content_rowid = 'id');

-- What was deleted is not left in the index either.
INSERT INTO event_search (event_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER event_said AFTER INSERT ON event WHEN new.spoken BEGIN
    INSERT INTO event_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER event_pruned AFTER DELETE ON event WHEN old.spoken AND old.text IS NOT NULL BEGIN
    INSERT INTO event_search (event_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER event_deleted AFTER UPDATE OF text ON event WHEN old.spoken AND old.text IS NOT NULL BEGIN
    INSERT INTO event_search (event_search, rowid, text) VALUES ('delete', old.id, old.text);
END;
