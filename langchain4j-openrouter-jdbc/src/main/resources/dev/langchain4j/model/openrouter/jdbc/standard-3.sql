-- What version 3 of langchain4j-openrouter-jdbc adds to version 2, in standard SQL.

-- How each attempt of a call ended, as a JSON array. A call with one attempt has no row: its own row says how it ended.
CREATE TABLE openrouter_call_attempts (
    call_id VARCHAR(64) NOT NULL PRIMARY KEY,
    outcomes VARCHAR(100000) NOT NULL
);

-- Last, because it says that all are there.
INSERT INTO openrouter_schema (version) VALUES (3);
