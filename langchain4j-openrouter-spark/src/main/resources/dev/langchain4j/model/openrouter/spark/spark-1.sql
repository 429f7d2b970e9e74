-- The tables of langchain4j-openrouter-spark, version 1. Amounts are US dollars.

-- What a job does to its documents; the definition says when two runs do the same.
CREATE TABLE IF NOT EXISTS openrouter_spark_job (
    id VARCHAR(64) NOT NULL PRIMARY KEY,
    job VARCHAR(128) NOT NULL,
    operation VARCHAR(16) NOT NULL,
    definition VARCHAR(64) NOT NULL
);

-- Executors with open calls, and when each was last heard of, in milliseconds since 1970.
CREATE TABLE IF NOT EXISTS openrouter_spark_executor (
    id VARCHAR(36) NOT NULL PRIMARY KEY,
    beat BIGINT NOT NULL
);

-- A document: open (O), answered (A), refused (R), failed (F), or failed so that another run tries it again (T).
CREATE TABLE IF NOT EXISTS openrouter_spark_document (
    job_id VARCHAR(64) NOT NULL,
    doc_key VARCHAR(512) NOT NULL,
    digest VARCHAR(64) NOT NULL,
    state CHAR(1) NOT NULL,
    run VARCHAR(36) NOT NULL,
    executor VARCHAR(36) NOT NULL,
    attempt BIGINT NOT NULL,
    answer TEXT,
    cost_usd NUMERIC(38, 20),
    input_tokens BIGINT,
    output_tokens BIGINT,
    model VARCHAR(255),
    generation_id VARCHAR(255),
    error TEXT,
    PRIMARY KEY (job_id, doc_key)
);

-- What the documents add up to, in a few rows for each executor, so that nobody counts the documents.
CREATE TABLE IF NOT EXISTS openrouter_spark_tally (
    job_id VARCHAR(64) NOT NULL,
    executor VARCHAR(36) NOT NULL,
    slot INT NOT NULL,
    answered BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    interrupted BIGINT NOT NULL,
    cost_usd NUMERIC(38, 20) NOT NULL,
    unknown_costs BIGINT NOT NULL,
    input_tokens BIGINT NOT NULL,
    output_tokens BIGINT NOT NULL,
    PRIMARY KEY (job_id, executor, slot)
);
