-- What happened, as operators follow it: the events of a moment in JSON, one on a line. Times are in milliseconds.
CREATE TABLE happening (
    last_id  BIGINT PRIMARY KEY,
    first_id BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    size     BIGINT NOT NULL,
    lines    TEXT   NOT NULL
);
