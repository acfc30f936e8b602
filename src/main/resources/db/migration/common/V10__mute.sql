-- Who may not speak; targets and times are as in ban, where a target may be @account too. The shadowed are not to notice.
CREATE TABLE mute (
    target     VARCHAR(64) PRIMARY KEY,
    shown      VARCHAR(64) NOT NULL,
    number     BIGINT      NOT NULL,
    reason     TEXT        NOT NULL,
    created_at BIGINT      NOT NULL,
    expires_at BIGINT,
    shadow     BOOLEAN     NOT NULL
);
