-- What operators did, each record hashed with the one before it. When it was, in milliseconds.
CREATE TABLE audit (
    id             INTEGER PRIMARY KEY,
    at             INTEGER NOT NULL,
    actor          TEXT    NOT NULL,
    address        TEXT    NOT NULL,
    action         TEXT    NOT NULL,
    target         TEXT    NOT NULL,
    reason         TEXT    NOT NULL,
    result         TEXT    NOT NULL,
    begun          INTEGER,
    before_act     TEXT,
    after_act      TEXT,
    hash           TEXT    NOT NULL
);

CREATE INDEX audit_result ON audit (begun);

-- The last of them.
CREATE TABLE audit_head (
    id   INTEGER NOT NULL,
    hash TEXT    NOT NULL
);

INSERT INTO audit_head VALUES (0, '');

CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;

CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit is append-only');
END;
