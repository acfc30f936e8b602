-- Times are milliseconds since 1970-01-01T00:00Z.

-- Chat events by id. Those that members wrote are messages; the text of a deleted message is null.
CREATE TABLE chat_event (
    id          BIGINT  PRIMARY KEY,
    type        TEXT    NOT NULL,
    room        TEXT    NOT NULL,
    sender      TEXT    NOT NULL,
    receiver    TEXT,
    target      BIGINT,
    text        TEXT,
    at          BIGINT  NOT NULL,
    is_message  BOOLEAN NOT NULL,
    unread      BOOLEAN NOT NULL,
    message_key TEXT,
    -- Stored, as extracting the words of every message of a room again is slow. Punctuation separates words: by itself
    -- PostgreSQL takes an address, or a number with it, for one word.
    words       TSVECTOR GENERATED ALWAYS AS
        (to_tsvector('simple', translate(text, '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)))) STORED
);

CREATE INDEX chat_event_room ON chat_event (room, is_message, id);

CREATE INDEX chat_event_unread ON chat_event (room, id) WHERE unread;

CREATE INDEX chat_event_search ON chat_event USING gin (words) WHERE is_message;

-- Ranges of ids in which chat events may be missing, as they could not be stored.
CREATE TABLE history_gap (
    from_id BIGINT PRIMARY KEY,
    to_id   BIGINT NOT NULL
);

-- The newest id that was pruned from each room.
CREATE TABLE history_pruned (
    room  VARCHAR(33) PRIMARY KEY,
    to_id BIGINT      NOT NULL
);

-- Lives of rooms. Those who join read ids after "id"; members who resume read from "opened" on, which is the same room.
CREATE TABLE room_life (
    room   VARCHAR(33) NOT NULL,
    id     BIGINT      NOT NULL,
    opened BIGINT      NOT NULL,
    PRIMARY KEY (room, id)
);

-- Owned rooms and their settings. Lists of names are separated by spaces; bans of accounts are in "banned".
CREATE TABLE room (
    name         VARCHAR(33) PRIMARY KEY,
    owner        VARCHAR(32) NOT NULL,
    operators    TEXT        NOT NULL,
    members      TEXT        NOT NULL,
    banned       TEXT        NOT NULL,
    banned_nicks TEXT        NOT NULL,
    entry_key    VARCHAR(64),
    members_only BOOLEAN     NOT NULL,
    moderated    BOOLEAN     NOT NULL,
    slow_seconds INTEGER     NOT NULL,
    topic        TEXT
);

-- Sessions that can be resumed after their connection was lost. The key is the SHA-256 of the token.
CREATE TABLE resumable_session (
    token_key     TEXT    PRIMARY KEY,
    nick          TEXT    NOT NULL,
    account       TEXT,
    announced     BOOLEAN NOT NULL,
    rooms         TEXT    NOT NULL,
    active_room   TEXT    NOT NULL,
    format        TEXT    NOT NULL,
    key_scope     BIGINT  NOT NULL,
    last_event_id BIGINT  NOT NULL,
    expires_at    BIGINT  NOT NULL
);

CREATE INDEX resumable_session_expires_at ON resumable_session (expires_at);

-- Registered names in lower case, as they are displayed, and the hash of the password. A null role permits nothing.
CREATE TABLE account (
    name         VARCHAR(32)  PRIMARY KEY,
    display_name VARCHAR(32)  NOT NULL,
    password     VARCHAR(255) NOT NULL,
    created_at   BIGINT       NOT NULL,
    role         TEXT
);

-- Bans of names in lower case, of @accounts and of networks; without an expiry they are permanent.
CREATE TABLE ban (
    target         VARCHAR(64) PRIMARY KEY,
    display_target VARCHAR(64) NOT NULL,
    number         BIGINT      NOT NULL,
    reason         TEXT        NOT NULL,
    created_at     BIGINT      NOT NULL,
    expires_at     BIGINT
);

-- Mutes; targets and times are as in ban.
CREATE TABLE mute (
    target         VARCHAR(64) PRIMARY KEY,
    display_target VARCHAR(64) NOT NULL,
    number         BIGINT      NOT NULL,
    reason         TEXT        NOT NULL,
    created_at     BIGINT      NOT NULL,
    expires_at     BIGINT,
    shadow         BOOLEAN     NOT NULL
);

-- API tokens; only the SHA-256 of the token is stored.
CREATE TABLE api_token (
    number       BIGINT PRIMARY KEY,
    name         TEXT   NOT NULL UNIQUE,
    hash         TEXT   NOT NULL UNIQUE,
    role         TEXT   NOT NULL,
    created_at   BIGINT NOT NULL,
    created_by   TEXT   NOT NULL,
    expires_at   BIGINT,
    last_used_at BIGINT
);

-- Activity in batches: the events of a moment as JSON, one per line.
CREATE TABLE activity (
    last_id  BIGINT PRIMARY KEY,
    first_id BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    size     BIGINT NOT NULL,
    lines    TEXT   NOT NULL
);

-- Webhooks. The secret signs requests, so it is stored as it is.
CREATE TABLE webhook (
    number        BIGINT PRIMARY KEY,
    url           TEXT   NOT NULL,
    secret        TEXT   NOT NULL,
    types         TEXT   NOT NULL,
    room          TEXT,
    nick          TEXT,
    network       TEXT,
    created_at    BIGINT NOT NULL,
    created_by    TEXT   NOT NULL,
    last_event_id BIGINT NOT NULL,
    delivered     BIGINT NOT NULL,
    failed        BIGINT NOT NULL,
    last_error    TEXT   NOT NULL
);

-- Events that a webhook gave up on.
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

-- The audit: each record is hashed together with the one before it.
CREATE TABLE audit (
    id           BIGINT PRIMARY KEY,
    at           BIGINT NOT NULL,
    actor        TEXT   NOT NULL,
    address      TEXT   NOT NULL,
    action       TEXT   NOT NULL,
    target       TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    result       TEXT   NOT NULL,
    begun        BIGINT,
    state_before TEXT,
    state_after  TEXT,
    hash         TEXT   NOT NULL
);

CREATE INDEX audit_begun ON audit (begun);

-- The id and the hash of the newest record.
CREATE TABLE audit_head (
    id   BIGINT NOT NULL,
    hash TEXT   NOT NULL
);

INSERT INTO audit_head VALUES (0, '');

CREATE FUNCTION refuse_change_of_audit() RETURNS trigger LANGUAGE plpgsql AS
'BEGIN RAISE EXCEPTION ''the audit is append-only''; END';

CREATE TRIGGER audit_not_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_audit();
