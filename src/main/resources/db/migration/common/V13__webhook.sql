-- Where events are sent. The secret signs them, so it is kept as it is. Times are milliseconds since 1970.
CREATE TABLE webhook (
    number     BIGINT PRIMARY KEY,
    url        TEXT   NOT NULL,
    secret     TEXT   NOT NULL,
    types      TEXT   NOT NULL,
    room       TEXT,
    nick       TEXT,
    network    TEXT,
    created_at BIGINT NOT NULL,
    created_by TEXT   NOT NULL,
    reached    BIGINT NOT NULL,
    delivered  BIGINT NOT NULL,
    failed     BIGINT NOT NULL,
    last_error TEXT   NOT NULL
);

-- What was given up.
CREATE TABLE webhook_failure (
    webhook    BIGINT NOT NULL,
    number     BIGINT NOT NULL,
    event      TEXT   NOT NULL,
    type       TEXT   NOT NULL,
    attempts   BIGINT NOT NULL,
    last_error TEXT   NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (webhook, number)
);
