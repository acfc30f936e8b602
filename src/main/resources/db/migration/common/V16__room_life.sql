-- Lives of rooms. Those who join read ids after "id"; members who resume may read from "opened" on, which is the same room.
CREATE TABLE room_life (
    room   VARCHAR(33) NOT NULL,
    id     BIGINT      NOT NULL,
    opened BIGINT      NOT NULL,
    PRIMARY KEY (room, id)
);
