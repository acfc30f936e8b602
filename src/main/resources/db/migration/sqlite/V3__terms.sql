-- The last terms, in each of which one process wrote. The current one has no end. All terms of a process have its token.
CREATE TABLE term (
    number     INTEGER PRIMARY KEY,
    process    TEXT    NOT NULL,
    version    TEXT    NOT NULL,
    token      TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    end_reason TEXT
);
