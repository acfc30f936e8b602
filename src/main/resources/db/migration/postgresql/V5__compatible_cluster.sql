-- Processes that carry one chat together. The locks of their sessions show which of them are alive.
CREATE TABLE replica (
    incarnation  INT    PRIMARY KEY,
    slot         INT    NOT NULL, -- key of its lock; no two replicas that are alive have the same
    name         TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    started_at   BIGINT NOT NULL,
    ended_at     BIGINT,
    applied      BIGINT NOT NULL DEFAULT 0, -- number of its last command that was applied, as of applied_seq
    applied_seq  BIGINT NOT NULL DEFAULT 0,
    stepping     BOOLEAN NOT NULL DEFAULT FALSE -- whether its commands are applied one at a time, after a leader was lost
);

-- Commands on their way from the replicas to the leader. Written by each replica, and deleted when they are applied.
CREATE TABLE command_inbox (
    incarnation INT    NOT NULL,
    number      BIGINT NOT NULL,
    command     TEXT   NOT NULL,
    PRIMARY KEY (incarnation, number)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);

-- Results of the leader, which all replicas deliver in this order. All rows of one term have its token.
CREATE TABLE chat_log (
    seq     BIGINT PRIMARY KEY,
    token   TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    entries TEXT   NOT NULL
);

-- Connected members, as at the end of the log. The next leader continues with them.
CREATE TABLE chat_member (
    client      TEXT PRIMARY KEY,
    incarnation INT  NOT NULL,
    member      TEXT NOT NULL
);

CREATE TRIGGER require_writer BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON chat_log
    FOR EACH STATEMENT EXECUTE FUNCTION require_writer();
CREATE TRIGGER require_writer BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON chat_member
    FOR EACH STATEMENT EXECUTE FUNCTION require_writer();
-- A replica adds itself. Only the leader may change what is stored of it.
CREATE TRIGGER require_writer BEFORE UPDATE OR DELETE OR TRUNCATE ON replica
    FOR EACH STATEMENT EXECUTE FUNCTION require_writer();

-- The next leader looks for the last topic of each room.
CREATE INDEX chat_event_topic ON chat_event (room, id) WHERE type = 'topic';
