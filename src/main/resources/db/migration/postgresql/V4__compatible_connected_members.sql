-- The id of the event at which a connected member was stored: a later checkpoint includes it. 0 if the connection has
-- ended, the greatest number if no checkpoint includes the member.
ALTER TABLE resumable_session ADD COLUMN connected_from BIGINT NOT NULL DEFAULT 0;

-- The newest checkpoint, by its id: everything up to written_id was written to every member that was stored before it.
CREATE TABLE delivery_checkpoint (
    id         BIGINT NOT NULL,
    written_id BIGINT NOT NULL
);

INSERT INTO delivery_checkpoint VALUES (0, 0);

CREATE TRIGGER require_writer BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON delivery_checkpoint
    FOR EACH STATEMENT EXECUTE FUNCTION require_writer();
