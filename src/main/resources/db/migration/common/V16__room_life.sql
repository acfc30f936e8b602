-- After which id the history of each room that had a name begins, for those who join it from then on. Ids from "opened" on
-- are of the same room: members of it who resume can read these.
CREATE TABLE room_life (
    room   VARCHAR(33) NOT NULL,
    id     BIGINT      NOT NULL,
    opened BIGINT      NOT NULL,
    PRIMARY KEY (room, id)
);

-- The number that the keys of a guest's messages belong to.
ALTER TABLE parting ADD COLUMN key_scope BIGINT NOT NULL DEFAULT 0;
