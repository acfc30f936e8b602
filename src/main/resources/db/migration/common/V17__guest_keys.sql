-- The number that the keys of a guest's messages belong to.
ALTER TABLE parting ADD COLUMN key_scope BIGINT NOT NULL DEFAULT 0;
