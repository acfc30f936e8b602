-- The last terms, in each of which one process wrote. The current one has no end. All terms of a process have its token.
CREATE TABLE term (
    number     BIGINT PRIMARY KEY,
    process    TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    token      TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    end_reason TEXT
);

-- Only the session that holds the lock of Parley may write. If no session holds it, any may write, one at a time. For a
-- change by hand while Parley runs: SET parley.fence = 'off'. A migration that changes rows begins with
-- SET LOCAL parley.fence = 'off', as it runs on another session.
CREATE FUNCTION require_writer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('parley.fence', true) IS DISTINCT FROM 'off'
        AND NOT pg_try_advisory_xact_lock(1346458188, hashtext(TG_TABLE_SCHEMA))
    THEN
        RAISE EXCEPTION 'only the session that holds the lock of Parley may write' USING ERRCODE = '25006';
    END IF;
    RETURN NULL;
END $$;

DO $$
DECLARE
    name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['chat_event', 'history_gap', 'history_pruned', 'room_life', 'room', 'resumable_session',
        'account', 'ban', 'mute', 'api_token', 'activity', 'webhook', 'webhook_failure', 'audit', 'audit_head', 'term']
    LOOP
        EXECUTE format('CREATE TRIGGER require_writer BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I
            FOR EACH STATEMENT EXECUTE FUNCTION require_writer()', name);
    END LOOP;
END $$;
