-- What operators did, each record hashed with the one before it. When it was, in milliseconds.
CREATE TABLE audit (
    id             BIGINT PRIMARY KEY,
    at             BIGINT NOT NULL,
    actor          TEXT   NOT NULL,
    address        TEXT   NOT NULL,
    action         TEXT   NOT NULL,
    target         TEXT   NOT NULL,
    reason         TEXT   NOT NULL,
    result         TEXT   NOT NULL,
    begun          BIGINT,
    before_act     TEXT,
    after_act      TEXT,
    hash           TEXT   NOT NULL
);

CREATE INDEX audit_result ON audit (begun);

-- The last of them.
CREATE TABLE audit_head (
    id   BIGINT NOT NULL,
    hash TEXT   NOT NULL
);

INSERT INTO audit_head VALUES (0, '');

CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''the audit is append-only''; END';

CREATE TRIGGER audit_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
