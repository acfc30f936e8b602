-- Who may not be here: names in lower case, and networks. When it is over, in milliseconds; null for good.
CREATE TABLE ban (
    target     VARCHAR(64) PRIMARY KEY,
    shown      VARCHAR(64) NOT NULL,
    number     BIGINT      NOT NULL,
    reason     TEXT        NOT NULL,
    created_at BIGINT      NOT NULL,
    expires_at BIGINT
);
