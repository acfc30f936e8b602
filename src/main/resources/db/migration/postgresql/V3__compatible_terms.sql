-- The last terms, in each of which one process wrote. The current one has no end.
CREATE TABLE term (
    number     BIGINT PRIMARY KEY,
    process    TEXT   NOT NULL,
    version    TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT,
    end_reason TEXT
);
