-- Rooms that belong to someone, and what is settled in them. Lists of names are separated by spaces.
CREATE TABLE room (
    name         VARCHAR(33) PRIMARY KEY,
    owner        VARCHAR(32) NOT NULL,
    operators    TEXT        NOT NULL,
    members      TEXT        NOT NULL,
    banned       TEXT        NOT NULL,
    entry_key    VARCHAR(64),
    members_only BOOLEAN     NOT NULL,
    moderated    BOOLEAN     NOT NULL,
    slow_seconds INTEGER     NOT NULL,
    topic        TEXT
);
