-- Nicks that are banned from a room, as guests had them. Accounts are in "banned".
ALTER TABLE room ADD COLUMN banned_nicks TEXT NOT NULL DEFAULT '';
