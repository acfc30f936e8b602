-- The operator who made a ban or mute, or has last replaced it; null for earlier ones.
ALTER TABLE ban ADD COLUMN created_by TEXT;
ALTER TABLE mute ADD COLUMN created_by TEXT;
