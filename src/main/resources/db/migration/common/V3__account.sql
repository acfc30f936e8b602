-- Registered names, in lower case, and how their owners prove themselves.
CREATE TABLE account (
    name       VARCHAR(32)  PRIMARY KEY,
    shown      VARCHAR(32)  NOT NULL,
    password   VARCHAR(255) NOT NULL,
    created_at BIGINT       NOT NULL
);
