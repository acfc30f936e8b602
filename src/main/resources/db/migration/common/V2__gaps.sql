-- Ranges of ids in which something may have been said that is not stored.
CREATE TABLE gap (
    from_id BIGINT PRIMARY KEY,
    to_id   BIGINT NOT NULL
);

-- Up to which id a room's oldest lines are no longer kept.
CREATE TABLE pruned (
    room  VARCHAR(33) PRIMARY KEY,
    to_id BIGINT NOT NULL
);
