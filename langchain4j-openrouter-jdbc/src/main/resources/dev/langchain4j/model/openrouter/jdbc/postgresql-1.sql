-- The tables of langchain4j-openrouter-jdbc for PostgreSQL, version 1. Amounts are US dollars.

-- What a budget counts: one row for all calls, one for each period, session and value of a tag.
CREATE TABLE openrouter_account (
    id VARCHAR(255) NOT NULL PRIMARY KEY,
    budget VARCHAR(64) NOT NULL,
    scope VARCHAR(16) NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    spent NUMERIC(38, 20) NOT NULL,
    reserved NUMERIC(38, 20) NOT NULL,
    unsettled NUMERIC(38, 20) NOT NULL,
    changed TIMESTAMP WITH TIME ZONE NOT NULL
) WITH (fillfactor = 50);

-- Open calls (state R) and calls with an unknown cost (state U).
CREATE TABLE openrouter_reservation (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    holder VARCHAR(64) NOT NULL,
    state CHAR(1) NOT NULL,
    amount NUMERIC(38, 20) NOT NULL,
    counted NUMERIC(38, 20) NOT NULL,
    external_id VARCHAR(255),
    accounts TEXT NOT NULL,
    operation VARCHAR(32) NOT NULL,
    model VARCHAR(255),
    session_id TEXT,
    tags TEXT NOT NULL,
    created TIMESTAMP WITH TIME ZONE NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX openrouter_reservation_holder ON openrouter_reservation (holder);
CREATE INDEX openrouter_reservation_external ON openrouter_reservation (external_id);

-- Processes with open calls, and when each was last heard of, in milliseconds since 1970.
CREATE TABLE openrouter_holder (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    beat BIGINT NOT NULL
) WITH (fillfactor = 50);

-- The ledger: one row a call, and one row for a cost that became known later.
CREATE TABLE openrouter_call (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    time TIMESTAMP WITH TIME ZONE NOT NULL,
    operation VARCHAR(32) NOT NULL,
    model VARCHAR(255) NOT NULL,
    model_requested VARCHAR(255),
    model_served VARCHAR(255),
    provider VARCHAR(255),
    outcome VARCHAR(16) NOT NULL,
    error VARCHAR(255),
    attempts INT NOT NULL,
    unsettled INT NOT NULL,
    duration_ms BIGINT NOT NULL,
    first_token_ms BIGINT,
    input_tokens BIGINT,
    output_tokens BIGINT,
    total_tokens BIGINT,
    cached_input_tokens BIGINT,
    cache_write_input_tokens BIGINT,
    audio_input_tokens BIGINT,
    video_input_tokens BIGINT,
    file_input_tokens BIGINT,
    reasoning_tokens BIGINT,
    audio_output_tokens BIGINT,
    image_output_tokens BIGINT,
    web_search_requests BIGINT,
    cost_usd NUMERIC(38, 20),
    upstream_cost_usd NUMERIC(38, 20),
    byok BOOLEAN,
    cache_saving_usd NUMERIC(38, 20),
    cache_status VARCHAR(32),
    generation_id VARCHAR(255),
    session_id VARCHAR(255)
);
CREATE INDEX openrouter_call_time ON openrouter_call (time);
CREATE INDEX openrouter_call_model ON openrouter_call (model, time);
CREATE INDEX openrouter_call_outcome ON openrouter_call (outcome, time);
CREATE INDEX openrouter_call_duration ON openrouter_call (duration_ms);
CREATE INDEX openrouter_call_generation ON openrouter_call (generation_id);
CREATE INDEX openrouter_call_session ON openrouter_call (session_id, time);

-- The tags of the calls.
CREATE TABLE openrouter_call_tag (
    tag VARCHAR(128) NOT NULL,
    tag_value VARCHAR(255) NOT NULL,
    call_id VARCHAR(64) NOT NULL,
    time TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (call_id, tag)
);
CREATE INDEX openrouter_call_tag_value ON openrouter_call_tag (tag, tag_value, time);

-- The pace of free models: the calls of the day, when the last turn was taken, and the starts of the last minute and of calls
-- that wait, in milliseconds since 1970.
CREATE TABLE openrouter_pace (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    today VARCHAR(10) NOT NULL,
    calls INT NOT NULL,
    starts TEXT NOT NULL
) WITH (fillfactor = 50);

-- Replies of chat models that rerank.
CREATE TABLE openrouter_rerank (
    id VARCHAR(128) NOT NULL PRIMARY KEY,
    reply TEXT NOT NULL,
    stored TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX openrouter_rerank_stored ON openrouter_rerank (stored);

-- The version of these tables. Last, because it says that all are there. Version 2 is in a file of its own.
CREATE TABLE openrouter_schema (version INT NOT NULL PRIMARY KEY);
INSERT INTO openrouter_schema (version) VALUES (1);
