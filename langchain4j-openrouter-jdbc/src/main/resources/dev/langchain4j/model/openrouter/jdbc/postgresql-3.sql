-- What version 3 of langchain4j-openrouter-jdbc adds to version 2, for PostgreSQL.

-- How each attempt of a call ended. A call with one attempt has no row here: its own row says how it ended.
CREATE TABLE openrouter_call_attempt (
    call_id VARCHAR(64) NOT NULL,
    attempt INT NOT NULL,
    outcome VARCHAR(16) NOT NULL,
    error VARCHAR(255),
    cost_usd NUMERIC(38, 20),
    generation_id VARCHAR(255),
    PRIMARY KEY (call_id, attempt)
);

-- Last, because it says that all are there.
INSERT INTO openrouter_schema (version) VALUES (3);
