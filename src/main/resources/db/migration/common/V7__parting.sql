-- What connections left behind that can be resumed: the keys are hashes of their tokens.
CREATE TABLE parting (
    token_key TEXT    NOT NULL PRIMARY KEY,
    nick      TEXT    NOT NULL,
    account   TEXT,
    announced BOOLEAN NOT NULL,
    rooms     TEXT    NOT NULL,
    active    TEXT    NOT NULL,
    format    TEXT    NOT NULL,
    heard     BIGINT  NOT NULL,
    until     BIGINT  NOT NULL
);

CREATE INDEX parting_until ON parting (until);
