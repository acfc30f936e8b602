-- The token itself is nowhere, only its SHA-256. Times are milliseconds since 1970.
CREATE TABLE api_token (
    number BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by TEXT NOT NULL,
    expires_at BIGINT,
    last_used_at BIGINT
);
